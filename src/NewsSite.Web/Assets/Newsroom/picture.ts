import { PictureFinder } from "./picture-finder";

/** Shows the picture that is chosen in the list, and finds others. */
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
  const entry = document.querySelector<HTMLInputElement>("[data-find-picture]");
  if (list && entry) {
    const said = entry.closest(".finder")!.querySelector<HTMLElement>("[data-found]")!;
    const finder = new PictureFinder(list, entry, said, (picture) => String(picture.id));
    entry.parentElement!.querySelector("button")!.addEventListener("click", (event) => {
      event.preventDefault();
      void finder.find();
    });
  }
}
