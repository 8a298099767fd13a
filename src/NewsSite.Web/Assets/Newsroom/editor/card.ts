import type { Node } from "@milkdown/kit/prose/model";
import { NodeSelection } from "@milkdown/kit/prose/state";
import type { EditorView, NodeView } from "@milkdown/kit/prose/view";
import { parts } from "../../Shared/trusted";
import { ask } from "./ask";
import { boxOf } from "./boxes";

const note = /^\[\^([^\]\s]+)\]:[ \t]*/;

/** A block that is kept as its Markdown: shown as readers will see it, or as text to edit. */
export class Card implements NodeView {
  readonly dom = document.createElement("figure");
  private readonly text = document.createElement("textarea");
  private shown = "";

  constructor(
    private node: Node,
    private readonly view: EditorView,
    private readonly place: () => number | undefined,
  ) {
    this.dom.className = "card";
    this.dom.contentEditable = "false";
    this.show();
  }

  update(node: Node): boolean {
    if (node.type !== this.node.type || this.nameOf(node) !== this.nameOf(this.node)) {
      return false;
    }

    this.node = node;
    if (this.source !== this.written) {
      this.show();
    }

    return true;
  }

  stopEvent(event: Event): boolean {
    return event.target !== this.dom && this.dom.contains(event.target as globalThis.Node);
  }

  ignoreMutation(): boolean {
    return true;
  }

  selectNode(): void {
    this.dom.classList.add("card--chosen");
  }

  deselectNode(): void {
    this.dom.classList.remove("card--chosen");
  }

  /** Opens what there is to edit. */
  async edit(): Promise<void> {
    const known = boxOf(this.source);
    if (!known) {
      this.text.focus();
      return;
    }

    const { box, values } = known;
    const answers = values
      ? await ask(box.name, box.fields, values, "Change")
      : await ask(box.name, [{ name: "source", label: "Markdown", type: "textarea", required: true }], { source: this.source }, "Change");
    if (answers) {
      this.put(values ? box.write(answers) : answers.source!);
    }

    this.view.focus();
  }

  private get source(): string {
    return String(this.node.attrs.source);
  }

  private get written(): string {
    const label = note.exec(this.source)?.[1];
    return label ? `[^${label}]: ${this.text.value.replaceAll("\n", "\n    ")}` : this.text.value;
  }

  private nameOf(node: Node): string {
    const source = String(node.attrs.source);
    const label = note.exec(source)?.[1];
    return label ? `Footnote ${label}` : (boxOf(source)?.box.name ?? "Markdown");
  }

  private show(): void {
    const name = this.nameOf(this.node);
    const isBox = boxOf(this.source) !== null;
    if (!this.dom.firstChild) {
      this.dom.append(this.head(name, isBox));
    }

    this.dom.setAttribute("aria-label", name);
    if (isBox) {
      void this.render();
    } else {
      this.showText(name);
    }
  }

  private head(name: string, isBox: boolean): HTMLElement {
    const head = document.createElement("div");
    head.className = "card__head";
    const title = document.createElement("span");
    title.textContent = name;
    head.append(title);
    if (isBox) {
      head.append(this.button("Edit…", `Edit ${name.toLowerCase()}`, () => void this.edit()));
    }

    head.append(this.button("Remove", `Remove ${name.toLowerCase()}`, () => this.remove()));
    return head;
  }

  private button(words: string, name: string, act: () => void): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "card__act";
    button.textContent = words;
    button.setAttribute("aria-label", name);
    button.addEventListener("click", act);
    return button;
  }

  private showText(name: string): void {
    const found = note.exec(this.source);
    this.text.className = found ? "card__text card__text--note" : "card__text";
    this.text.value = found ? this.source.slice(found[0].length).replaceAll("\n    ", "\n") : this.source;
    this.text.rows = Math.min(20, this.text.value.split("\n").length);
    this.text.setAttribute("aria-label", found ? name : `${name}, shown as it was typed`);
    if (!this.text.isConnected) {
      this.text.addEventListener("input", () => this.put(this.written));
      // The text inside is not the story's form field.
      this.text.addEventListener("change", (event) => event.stopPropagation());
      this.dom.append(this.text);
    }
  }

  private async render(): Promise<void> {
    const { source } = this;
    const token = document.querySelector<HTMLInputElement>("form[data-write] [name=__RequestVerificationToken]")?.value ?? "";
    if (source === this.shown) {
      return;
    }

    this.shown = source;
    try {
      const answer = await fetch("/newsroom/render", {
        method: "POST",
        body: new URLSearchParams({ body: source, __RequestVerificationToken: token }),
      });
      if (!answer.ok || answer.redirected || source !== this.source) {
        return;
      }

      const look = document.createElement("div");
      look.className = "card__look prose";
      look.append(...parts(await answer.text()));
      for (const part of look.querySelectorAll<HTMLElement>("a, button, [id], [tabindex]")) {
        part.removeAttribute("id");
        part.tabIndex = -1;
        part.addEventListener("click", (event) => event.preventDefault());
      }

      this.dom.querySelector(".card__look")?.remove();
      this.dom.append(look);
    } catch {
      // The network is away: the name of the card and its button stay.
    }
  }

  private put(source: string): void {
    const place = this.place();
    if (place !== undefined) {
      this.view.dispatch(this.view.state.tr.setNodeMarkup(place, undefined, { source }));
    }
  }

  private remove(): void {
    const place = this.place();
    if (place !== undefined) {
      const { tr, doc } = this.view.state;
      this.view.dispatch(tr.setSelection(NodeSelection.create(doc, place)).deleteSelection());
      this.view.focus();
    }
  }
}
