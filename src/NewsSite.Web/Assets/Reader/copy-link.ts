/** Shows the buttons that copy the page's address, and says when it is done. */
export function copyLinks(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-copy-link]")) {
    button.hidden = !navigator.clipboard;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copyLink ?? location.href);
      const status = document.querySelector("[data-copy-status]");
      if (status) {
        status.textContent = "Link copied";
      }
    });
  }
}
