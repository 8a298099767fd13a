/** Brings what must not be missed, a list of errors or a conflict, under the cursor. */
export function focusFirst(): void {
  document.querySelector<HTMLElement>("[data-focus]")?.focus();
}
