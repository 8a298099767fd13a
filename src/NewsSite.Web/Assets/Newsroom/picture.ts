import { PictureFinder } from "./picture-finder";

/** Shows the picture that is chosen in the list, and finds others. */
export function pickedPicture(): void {
  const list = document.querySelector<HTMLSelectElement>("select[data-picture]");
  const shown = document.querySelector<HTMLImageElement>("[data-picture-shown]");
  const lead = shown?.closest<HTMLElement>("[data-lead]");
  list?.addEventListener("change", () => {
    const chosen = list.selectedOptions[0];
    if (shown && lead) {
      lead.hidden = !chosen?.dataset.src;
      shown.src = chosen?.dataset.src ?? "";
      lead.querySelector("[data-lead-credit]")!.textContent = chosen?.dataset.credit ?? "";
      const alt = lead.querySelector<HTMLElement>("[data-lead-alt]")!;
      alt.textContent = "Alt text added";
      alt.dataset.isMissing = "false";
      lead.querySelector<HTMLAnchorElement>("[data-lead-crop]")!.href = `/newsroom/pictures/${list.value}`;
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
