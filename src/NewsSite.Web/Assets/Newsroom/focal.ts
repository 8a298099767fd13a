/** The focal point of a picture, by pointer and by arrow keys; the number fields stay the form's, and the crops follow. */
export function focalPoint(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-focal]");
  const image = form?.querySelector<HTMLImageElement>("[data-focal-image]");
  const point = form?.querySelector<HTMLButtonElement>("[data-focal-point]");
  const said = form?.querySelector<HTMLElement>("[data-focal-said]");
  const [x, y] = ["Input_FocalX", "Input_FocalY"].map((id) => document.getElementById(id) as HTMLInputElement | null);
  if (!form || !image || !point || !said || !x || !y) {
    return;
  }

  const crops = [...form.querySelectorAll<HTMLImageElement>("[data-crop]")];
  const within = (text: string) => Math.min(100, Math.max(0, Math.round(Number(text) || 0)));

  // The files that readers get show the saved point; from the first change on, the whole picture is cut here.
  const show = () => {
    const [left, top] = [within(x.value), within(y.value)];
    point.style.insetInlineStart = `${left}%`;
    point.style.insetBlockStart = `${top}%`;
    said.textContent = `Focal point: ${left} % from the left, ${top} % from the top`;
    for (const crop of crops) {
      if (crop.src !== crop.dataset.crop && !crop.src.endsWith(crop.dataset.crop!)) {
        crop.src = crop.dataset.crop!;
      }

      crop.style.objectPosition = `${left}% ${top}%`;
    }
  };

  const set = (left: number, top: number) => {
    [x.value, y.value] = [String(within(String(left))), String(within(String(top)))];
    show();
  };

  image.addEventListener("click", (event) => {
    const box = image.getBoundingClientRect();
    set(((event.clientX - box.left) / box.width) * 100, ((event.clientY - box.top) / box.height) * 100);
    point.focus();
  });
  point.addEventListener("keydown", (event) => {
    const step = event.shiftKey ? 10 : 1;
    const move = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
    if (move) {
      event.preventDefault();
      set(within(x.value) + move[0]!, within(y.value) + move[1]!);
    }
  });
  for (const field of [x, y]) {
    field.addEventListener("input", show);
  }

  point.hidden = false;
  show();
}
