const places: Record<string, string> = { b: "/newsroom/breaking", n: "/newsroom/write" };
const off = "newsroom-keys-off";

/** Single letters lead to places, outside of fields; a tick in the account's menu turns them off. */
export function placeKeys(): void {
  const box = document.querySelector<HTMLInputElement>("input[data-keys]");
  if (box === null) {
    return;
  }

  box.closest("label")!.hidden = false;
  box.checked = localStorage.getItem(off) === null;
  box.addEventListener("change", () =>
    box.checked ? localStorage.removeItem(off) : localStorage.setItem(off, "1"),
  );
  document.addEventListener("keydown", (event) => {
    const target = event.target as Element;
    const isTyping = target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.defaultPrevented;
    // Only places that the page itself offers: a reporter has no breaking news.
    const link = document.querySelector<HTMLAnchorElement>(`.rail a[href="${places[event.key]}"]`);
    if (box.checked && plain && isTyping === null && link !== null) {
      event.preventDefault();
      link.click();
    }
  });
}
