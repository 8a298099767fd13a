const pause = 150;

/** A list under a field, filled from the server while one types: the combobox pattern, by keyboard and by pointer. */
export class Suggestions {
  private readonly list = document.createElement("ul");
  private readonly id: string;
  private at = -1;
  private timer = 0;
  private asked = 0;

  constructor(
    private readonly entry: HTMLInputElement,
    around: HTMLElement,
    private readonly address: string,
    private readonly choose: (name: string) => void,
  ) {
    this.id = `${entry.id}-list`;
    this.list.id = this.id;
    this.list.className = "suggest__list";
    this.list.role = "listbox";
    this.list.ariaLabel = "Suggestions";
    this.list.hidden = true;
    around.append(this.list);
    entry.role = "combobox";
    entry.setAttribute("aria-autocomplete", "list");
    entry.setAttribute("aria-controls", this.id);
    entry.ariaExpanded = "false";
    entry.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = window.setTimeout(() => void this.ask(), pause);
    });
    entry.addEventListener("keydown", (event) => this.key(event));
    entry.addEventListener("blur", () => this.close());
  }

  /** The name that the arrow keys stand on. */
  chosen(): string | undefined {
    return this.list.hidden ? undefined : (this.list.children[this.at]?.textContent ?? undefined);
  }

  close(): void {
    this.asked++;
    clearTimeout(this.timer);
    this.list.hidden = true;
    this.entry.ariaExpanded = "false";
    this.entry.removeAttribute("aria-activedescendant");
  }

  private async ask(): Promise<void> {
    const mine = ++this.asked;
    const typed = this.entry.value.trim();
    const answer = typed ? await fetch(`${this.address}?q=${encodeURIComponent(typed)}`) : undefined;
    const names = answer?.ok ? ((await answer.json()) as string[]) : [];
    if (mine === this.asked) {
      this.show(names);
    }
  }

  private show(names: string[]): void {
    this.at = -1;
    this.list.replaceChildren(
      ...names.map((name, n) => {
        const option = document.createElement("li");
        option.id = `${this.id}-${n}`;
        option.role = "option";
        option.ariaSelected = "false";
        option.textContent = name;
        // Before the field loses the cursor, which would close the list.
        option.addEventListener("pointerdown", (event) => {
          event.preventDefault();
          this.choose(name);
          this.close();
        });
        return option;
      }),
    );
    this.list.hidden = names.length === 0;
    this.entry.ariaExpanded = String(names.length > 0);
  }

  private key(event: KeyboardEvent): void {
    if (event.key === "Escape") {
      this.close();
    } else if (!this.list.hidden && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      // What was asked for meanwhile would take the list away from under whoever stands on one of it.
      this.asked++;
      clearTimeout(this.timer);
      const count = this.list.children.length;
      this.at = (this.at + (event.key === "ArrowDown" ? 1 : -1) + count) % count;
      [...this.list.children].forEach((option, n) => (option.ariaSelected = String(n === this.at)));
      this.entry.setAttribute("aria-activedescendant", `${this.id}-${this.at}`);
    }
  }
}
