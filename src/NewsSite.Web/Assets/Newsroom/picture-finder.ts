const pause = 250;

type Found = { id: number; file: string; alt: string; credit: string | null; small: string; image: string };

/** Finds pictures in the library by their words, shows them, and puts the one that is pressed into a list. */
export class PictureFinder {
  private readonly shelf = document.createElement("div");
  private timer = 0;
  private asked = 0;

  /**
   * @param list Gets an option for a picture that it does not have.
   * @param entry Where words are typed.
   * @param said Told how many there are.
   * @param valueOf What the list calls a picture.
   */
  constructor(
    private readonly list: HTMLSelectElement,
    private readonly entry: HTMLInputElement,
    private readonly said: HTMLElement,
    private readonly valueOf: (picture: Found) => string,
  ) {
    this.shelf.className = "finder__shelf";
    said.before(this.shelf);
    entry.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = window.setTimeout(() => void this.find(), pause);
    });
    entry.addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        // Not the form's first button: that would save the story.
        event.preventDefault();
        void this.find();
      }
    });
    list.addEventListener("change", () => this.mark());
  }

  async find(): Promise<void> {
    clearTimeout(this.timer);
    const mine = ++this.asked;
    let found: Found[] | null = null;
    try {
      const answer = await fetch(`/newsroom/pictures?handler=Find&q=${encodeURIComponent(this.entry.value.trim())}`);
      found = answer.ok && !answer.redirected ? ((await answer.json()) as Found[]) : null;
    } catch {
      // The network is away.
    }

    if (mine === this.asked) {
      this.said.textContent = found ? this.words(found.length) : "The library does not answer. Try again";
      this.shelf.replaceChildren(...(found ?? []).map((picture) => this.button(picture)));
      this.mark();
    }
  }

  private words(count: number): string {
    const what = this.entry.value.trim() ? "found" : "newest";
    return count === 0 ? "No picture in the library has these words" : `${count} ${what}: choose one`;
  }

  private button(picture: Found): HTMLElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "finder__pick";
    button.dataset.value = this.valueOf(picture);
    button.title = picture.alt;
    const image = document.createElement("img");
    image.src = picture.small;
    image.alt = picture.alt;
    image.width = 120;
    image.height = 80;
    button.append(image);
    button.addEventListener("click", () => this.choose(picture));
    return button;
  }

  private choose(picture: Found): void {
    const value = this.valueOf(picture);
    if (![...this.list.options].some((option) => option.value === value)) {
      const option = new Option(picture.alt, value);
      option.dataset.src = picture.image;
      option.dataset.file = picture.file;
      option.dataset.credit = picture.credit ?? "";
      this.list.append(option);
    }

    this.list.value = value;
    this.list.dispatchEvent(new Event("input", { bubbles: true }));
    this.list.dispatchEvent(new Event("change", { bubbles: true }));
    this.said.textContent = `Chosen: ${picture.alt}`;
  }

  private mark(): void {
    for (const button of this.shelf.querySelectorAll<HTMLElement>("button")) {
      button.ariaPressed = String(button.dataset.value === this.list.value);
    }
  }
}
