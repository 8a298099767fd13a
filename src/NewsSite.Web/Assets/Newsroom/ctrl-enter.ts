/** A form with data-ctrl-enter is sent by these two keys, as by its button that says so. */
export function ctrlEnter(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-ctrl-enter]")) {
    form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        form.requestSubmit(form.querySelector<HTMLButtonElement>("[data-ctrl-enter-sends]"));
      }
    });
  }
}
