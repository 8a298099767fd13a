/** The short form in the list of stories: Ctrl+Enter saves, Escape leaves, and the headline is ready to be typed. */
export function quickEdit(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-quick]");
  if (!form) {
    return;
  }

  if (!document.querySelector("[data-focus]")) {
    form.querySelector<HTMLInputElement>("#Input_Headline")?.focus();
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
