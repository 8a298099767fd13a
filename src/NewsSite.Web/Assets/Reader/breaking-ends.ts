/** Breaking labels and the banner end at their time, also on a page that was kept or stays open. */
export function breakingEnds(): void {
  document.querySelectorAll<HTMLElement>("[data-until]").forEach(endAtTime);
}

export function endAtTime(element: HTMLElement): void {
  const left = Date.parse(element.dataset.until!) - Date.now();
  if (left > 0) {
    setTimeout(() => endAtTime(element), Math.min(left, 86_400_000));
  } else {
    element.remove();
  }
}
