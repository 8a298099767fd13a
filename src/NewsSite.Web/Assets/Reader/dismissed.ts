const place = "dismissed-breaking";
const most = 20;

/** Names one flash: the same story breaking anew is another, and is shown again. */
const nameOf = (address: string, until: string): string => `${Math.floor(Date.parse(until) / 1000)} ${address}`;

/** Whether this visitor sent that flash away. */
export const isDismissed = (address: string, until: string): boolean => read().includes(nameOf(address, until));

/** Remembers it for later pages, where the browser keeps anything; those that have ended are forgotten. */
export function remember(address: string, until: string): void {
  const open = read().filter((name) => parseInt(name, 10) * 1000 > Date.now());
  try {
    localStorage.setItem(place, [...open.slice(1 - most), nameOf(address, until)].join("\n"));
  } catch {
    // Storage is full or refused: it is gone from this page alone.
  }
}

/** Hides each banner that was dismissed; its place stays empty, so that nothing moves. */
export function hideDismissed(): void {
  for (const banner of document.querySelectorAll<HTMLElement>(".breaking")) {
    if (isDismissed(banner.querySelector("a")!.pathname, banner.dataset.until!)) {
      banner.style.visibility = "hidden";
    }
  }
}

function read(): string[] {
  try {
    return localStorage.getItem(place)?.split("\n") ?? [];
  } catch {
    return [];
  }
}
