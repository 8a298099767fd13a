/** The short form in the list of stories: Ctrl+Enter saves, Escape leaves. The link to it leads into the headline. */
export function quickEdit(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-quick]");
  if (!form) {
    return;
  }

  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
    } else if (event.key === "Escape") {
      form.querySelector<HTMLAnchorElement>("[data-cancel]")?.click();
    }
  });
}
