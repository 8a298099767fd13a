const place = "dismissed-breaking";
const most = 20;

/** Names one flash: the same story breaking anew is another, and is shown again. */
const nameOf = (address: string, until: string): string => `${Math.floor(Date.parse(until) / 1000)} ${address}`;

/** Whether this visitor sent that flash away. */
export const isDismissed = (address: string, until: string): boolean => read().includes(nameOf(address, until));

/** Remembers it for later pages, where the browser keeps anything. */
export function remember(banner: HTMLElement): void {
  const name = nameOf(banner.querySelector("a")!.pathname, banner.dataset.until!);
  try {
    localStorage.setItem(place, [...read().slice(1 - most), name].join("\n"));
  } catch {
    // Storage is full or refused: it is gone from this page alone.
  }
}

function read(): string[] {
  try {
    return localStorage.getItem(place)?.split("\n") ?? [];
  } catch {
    return [];
  }
}
