/** Counts one reading of a story, after it has been on screen for a while. Nothing about the reader is sent or kept. */
export function countReading(): void {
  const story = document.querySelector<HTMLElement>("[data-count-reading]");
  if (!story?.dataset.countReading) {
    return;
  }

  let seen = 0;
  const timer = setInterval(() => {
    seen += document.visibilityState === "visible" ? 1 : 0;
    if (seen >= 5) {
      clearInterval(timer);
      navigator.sendBeacon(`/read/${story.dataset.countReading}`);
    }
  }, 1000);
}
