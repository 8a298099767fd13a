/** Shows what the writer should know, one of each kind, with what they can do about it; null takes it away again. */
export function say(words: string | null, kind: string, acts: Record<string, () => void> = {}): void {
  const notices = document.querySelector<HTMLElement>("[data-notices]");
  const former = notices?.querySelector<HTMLElement>(`[data-kind="${kind}"]`);
  if (!notices || words === null || former?.dataset.words === words) {
    if (words === null) {
      former?.remove();
    }

    return;
  }

  const notice = document.createElement("div");
  notice.className = "said";
  notice.dataset.kind = kind;
  notice.dataset.words = words;
  const text = document.createElement("p");
  text.textContent = words;
  const buttons = Object.entries(acts).map(([name, act]) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button";
    button.textContent = name;
    button.addEventListener("click", () => {
      notice.remove();
      act();
    });
    return button;
  });
  notice.append(text, ...buttons);
  if (former) {
    former.replaceWith(notice);
  } else {
    notices.append(notice);
  }
}
