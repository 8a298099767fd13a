import { isDismissed, remember } from "./dismissed";

/** The banner has a button that sends it away, from this page and the later ones. */
export function dismissBreaking(): void {
  settle();

  // A page that the browser kept as it was may be older than the press of the button.
  addEventListener("pageshow", settle);
  document.addEventListener("click", ({ target }) => {
    const banner = (target as Element).closest(".breaking__dismiss")?.closest<HTMLElement>(".breaking");
    if (banner) {
      remember(banner);
      banner.remove();

      // Who came by the keyboard goes on at the text, not at the top; who reads further down stays there.
      document.querySelector("main")!.focus({ preventScroll: true });
    }
  });
}

/** Shows the button, which does nothing without script; one that was dismissed leaves its place empty, so that nothing moves. */
function settle(): void {
  for (const banner of document.querySelectorAll<HTMLElement>(".breaking")) {
    banner.querySelector("button")!.hidden = false;
    if (isDismissed(banner.querySelector("a")!.pathname, banner.dataset.until!)) {
      banner.style.visibility = "hidden";
    }
  }
}
