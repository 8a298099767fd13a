/** Says that there are unsaved changes, warns before they are left, and saves with Ctrl+S. */
export function guardUnsaved(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-write]");
  const state = document.querySelector<HTMLElement>("[data-saved]");
  if (!form) {
    return;
  }

  let changed = document.querySelector("[data-focus]") !== null;
  form.addEventListener("input", () => {
    changed = true;
    if (state) {
      state.textContent = "Not saved yet";
    }
  });
  form.addEventListener("submit", () => {
    changed = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (changed) {
      event.preventDefault();
    }
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "s") {
      event.preventDefault();
      form.querySelector<HTMLButtonElement>("button[data-save]")?.click();
    }
  });
}
