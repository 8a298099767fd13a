/** Brings the section that one is in into view where the bar of sections is too narrow for all. */
export function currentSection(): void {
  const bar = document.querySelector<HTMLElement>(".sections ul");
  const current = bar?.querySelector<HTMLElement>("[aria-current]");
  if (bar && current) {
    const [inside, around] = [current.getBoundingClientRect(), bar.getBoundingClientRect()];
    if (inside.left < around.left || inside.right > around.right) {
      bar.scrollLeft += inside.left - around.left - (around.width - inside.width) / 2;
    }
  }
}
