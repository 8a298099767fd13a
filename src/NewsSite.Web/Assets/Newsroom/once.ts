/** A form with such a button is sent once, however often it is pressed. */
export function onlyOnce(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-once]")) {
    button.form?.addEventListener("submit", (event) => {
      if (event.defaultPrevented) {
        return;
      }

      if (button.ariaDisabled === "true") {
        event.preventDefault();
      }

      button.ariaDisabled = "true";
    });
  }
}
