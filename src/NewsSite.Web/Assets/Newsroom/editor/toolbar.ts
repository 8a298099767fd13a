import type { EditorView } from "@milkdown/kit/prose/view";
import * as acts from "./acts";
import { cellsOf } from "./cells";
import { icon } from "./icons";
import { spoken } from "./keys";
import type { StoryText } from "./text";

const groups: acts.Act[][] = [
  [acts.bold, acts.italic, acts.link],
  [acts.quotation, acts.bullets, acts.numbers],
  [acts.boxActs[4]!, acts.boxActs[0]!, acts.boxActs[1]!, acts.boxActs[3]!, acts.boxActs[2]!],
  [acts.table, acts.footnote, acts.rule],
  [acts.undoAct, acts.redoAct],
];
const styles = [acts.paragraph, acts.subhead, acts.small];

/** A row of buttons with one stop for Tab; arrow keys move inside it, and Esc goes back to the text. */
export class Toolbar {
  readonly dom = document.createElement("div");
  private readonly kind = document.createElement("select");
  private readonly buttons: [HTMLButtonElement, acts.Act][] = [];
  private readonly tableRow: HTMLElement;

  constructor(
    private readonly view: EditorView,
    private readonly text: StoryText,
    openMenu: () => void,
  ) {
    this.dom.className = "tools";
    this.dom.setAttribute("role", "toolbar");
    this.dom.setAttribute("aria-label", "Formatting");
    this.dom.setAttribute("aria-controls", "rich-text");
    this.dom.append(this.kindList(), this.menuButton(openMenu));
    for (const group of groups) {
      this.dom.append(this.group(group));
    }

    this.tableRow = this.group(acts.tableActs);
    this.tableRow.classList.add("tools__table");
    this.dom.append(this.tableRow);
    this.dom.addEventListener("keydown", (event) => this.key(event));
    this.dom.addEventListener("focusin", (event) => this.stopAt(event.target as HTMLElement));
    this.update();
    this.stopAt(this.kind);
  }

  focus(): void {
    const stop = this.stops.find((item) => item.tabIndex === 0) ?? this.stops[0];
    stop?.focus();
  }

  update(): void {
    const { state } = this.view;
    for (const [button, act] of this.buttons) {
      if (act.isOn) {
        button.setAttribute("aria-pressed", String(act.isOn(state)));
      }

      if (act.can) {
        button.setAttribute("aria-disabled", String(!act.can(state)));
      }
    }

    this.kind.value = styles.find((style) => style.isOn!(state))?.id ?? "";
    this.tableRow.hidden = !cellsOf.isIn(state);
  }

  private get stops(): HTMLElement[] {
    return [this.kind, ...this.dom.querySelectorAll("button")].filter((item) => item.checkVisibility());
  }

  private kindList(): HTMLElement {
    this.kind.className = "tools__kind";
    this.kind.setAttribute("aria-label", "Kind of paragraph");
    this.kind.append(...styles.map((style) => new Option(style.name, style.id)), new Option("Other", ""));
    this.kind.options[styles.length]!.disabled = true;
    // The list belongs to no field of the form.
    this.kind.addEventListener("change", (event) => {
      event.stopPropagation();
      styles.find((style) => style.id === this.kind.value)?.run(this.view, this.text);
    });
    this.kind.addEventListener("input", (event) => event.stopPropagation());
    return this.kind;
  }

  private menuButton(openMenu: () => void): HTMLElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "tools__act";
    button.append(...icon("insert"));
    button.title = "Insert (/)";
    button.setAttribute("aria-label", "Insert");
    button.addEventListener("click", openMenu);
    return button;
  }

  private group(of: acts.Act[]): HTMLElement {
    const group = document.createElement("div");
    group.className = "tools__group";
    for (const act of of) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "tools__act";
      button.dataset.act = act.id;
      button.append(...(acts.tableActs.includes(act) ? [act.name] : icon(act.id)));
      button.title = act.keys ? `${act.name} (${spoken(act.keys)})` : act.name;
      button.setAttribute("aria-label", act.name);
      // The text keeps its selection while a mouse presses.
      button.addEventListener("mousedown", (event) => event.preventDefault());
      button.addEventListener("click", () => act.run(this.view, this.text));
      this.buttons.push([button, act]);
      group.append(button);
    }

    return group;
  }

  private stopAt(stop: HTMLElement): void {
    for (const item of [this.kind, ...this.dom.querySelectorAll<HTMLElement>("button")]) {
      item.tabIndex = item === stop ? 0 : -1;
    }
  }

  private key(event: KeyboardEvent): void {
    const { stops } = this;
    const now = stops.indexOf(document.activeElement as HTMLElement);
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    const next =
      step !== 0 ? stops[(now + step + stops.length) % stops.length]
      : event.key === "Home" ? stops[0]
      : event.key === "End" ? stops.at(-1)
      : undefined;
    if (next) {
      event.preventDefault();
      next.focus();
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.view.focus();
    }
  }
}
