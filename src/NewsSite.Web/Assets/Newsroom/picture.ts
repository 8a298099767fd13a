/** Shows the picture that is chosen in the list. */
export function pickedPicture(): void {
  const list = document.querySelector<HTMLSelectElement>("select[data-picture]");
  const shown = document.querySelector<HTMLImageElement>("[data-picture-shown]");
  list?.addEventListener("change", () => {
    const source = list.selectedOptions[0]?.dataset.src;
    if (shown) {
      shown.hidden = !source;
      shown.src = source ?? "";
    }
  });
}
