/** Shows the button that opens the device's own way of sharing, where it has one. */
export function shareButtons(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-share]")) {
    button.hidden = !navigator.share;
    button.addEventListener("click", () => {
      // Closing the sheet without a choice is no error.
      navigator.share({ title: button.dataset.shareTitle ?? "", url: button.dataset.share ?? "" }).catch(() => undefined);
    });
  }
}
