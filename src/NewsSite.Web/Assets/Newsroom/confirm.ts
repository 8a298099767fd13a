const time = 5000;

/** A form with data-confirm is sent by the second press: the first one only turns the button's words into a question. */
export function confirmed(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-confirm]")) {
    const button = form.querySelector<HTMLButtonElement>("button[data-once]")!;
    const words = button.textContent;
    const status = document.createElement("p");
    status.role = "status";
    status.className = "visually-hidden";
    form.append(status);
    let isAsked = false;
    const ask = (asked: boolean) => {
      isAsked = asked;
      button.textContent = asked ? form.dataset.confirm! : words;
      status.textContent = asked ? `${form.dataset.confirm!}. Press once more.` : "";
    };
    form.addEventListener("submit", (event) => {
      if (isAsked) {
        return;
      }

      event.preventDefault();
      ask(true);
      setTimeout(() => ask(button.ariaDisabled === "true"), time);
    });
    form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        form.requestSubmit(button);
      }
    });
  }
}
