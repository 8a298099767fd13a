import { remember, hideDismissed } from "./dismissed";

/** Gives the banner a button that sends it away, from this page and the later ones. */
export function dismissBreaking(): void {
  hideDismissed();
  document.querySelectorAll<HTMLElement>(".breaking").forEach(makeDismissible);

  // A page that the browser kept as it was may be older than the press of the button.
  addEventListener("pageshow", hideDismissed);
}

export function makeDismissible(banner: HTMLElement): void {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "breaking__dismiss";
  button.textContent = "Dismiss";
  button.ariaLabel = "Dismiss breaking news";
  button.addEventListener("click", () => {
    remember(banner.querySelector("a")!.pathname, banner.dataset.until!);
    banner.remove();

    // Who came by the keyboard goes on at the text, not at the top; who reads further down stays there.
    document.querySelector<HTMLElement>("main")?.focus({ preventScroll: true });
  });
  banner.firstElementChild!.append(button);
}
