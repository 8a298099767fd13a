/** Escape closes the menu of one's own account, and leads back to where it was opened. */
export function ownMenu(): void {
  const menu = document.querySelector<HTMLDetailsElement>("details.me");
  menu?.addEventListener("keydown", event => {
    if (event.key === "Escape" && menu.open) {
      menu.open = false;
      menu.querySelector("summary")?.focus();
    }
  });
}
