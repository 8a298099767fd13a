/** Shows one thing that the writer should know, with what they can do about it; null takes it away again. */
export function say(words: string | null, kind: string, acts: Record<string, () => void> = {}): void {
  const notice = document.querySelector<HTMLElement>("[data-notice]");
  if (!notice || (words === null && notice.dataset.kind !== kind)) {
    return;
  }

  notice.hidden = words === null;
  notice.dataset.kind = kind;
  const text = document.createElement("p");
  text.textContent = words;
  const buttons = Object.entries(acts).map(([name, act]) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button";
    button.textContent = name;
    button.addEventListener("click", () => {
      notice.hidden = true;
      act();
    });
    return button;
  });
  notice.replaceChildren(text, ...buttons);
}
