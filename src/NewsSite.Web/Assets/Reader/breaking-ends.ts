/** Breaking labels and the banner end at their time, also on a page that was kept or stays open. */
export function breakingEnds(): void {
  for (const element of document.querySelectorAll<HTMLElement>("[data-until]")) {
    const end = () => {
      const left = Date.parse(element.dataset.until!) - Date.now();
      if (left > 0) {
        setTimeout(end, Math.min(left, 86_400_000));
      } else {
        element.remove();
      }
    };
    end();
  }
}
