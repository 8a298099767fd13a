import { type EditorState, Plugin, TextSelection } from "@milkdown/kit/prose/state";
import type { EditorView } from "@milkdown/kit/prose/view";
import { parts } from "../../Shared/trusted";
import { type Act, menu } from "./acts";
import { icon } from "./icons";
import type { StoryText } from "./text";

/** The insert menu: "/" on an empty line opens it, typing narrows it, and the text keeps the focus. */
export class SlashMenu {
  private readonly list = document.createElement("div");
  private readonly said = document.createElement("p");
  private found: Act[] = [];
  private chosen = 0;
  private typed: string | null = null;
  private dismissed = "";

  constructor(
    private readonly text: StoryText,
    host: HTMLElement,
  ) {
    this.list.className = "slash";
    this.list.id = "insert-menu";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "Insert");
    this.list.hidden = true;
    this.said.className = "visually-hidden";
    this.said.setAttribute("role", "status");
    host.append(this.list, this.said);
  }

  get plugin(): Plugin {
    return new Plugin({
      view: () => ({ update: (view) => this.update(view) }),
      props: { handleKeyDown: (view, event) => this.key(view, event) },
    });
  }

  /** Opens the menu on a line of its own. */
  open(view: EditorView): void {
    const { state } = view;
    const { $from } = state.selection;
    const { tr } = state;
    if ($from.depth !== 1 || $from.parent.type.name !== "paragraph" || $from.parent.content.size > 0) {
      const after = $from.depth === 0 ? state.selection.to : $from.after(1);
      tr.insert(after, state.schema.nodes.paragraph!.create());
      tr.setSelection(TextSelection.near(tr.doc.resolve(after + 1)));
    }

    this.dismissed = "";
    view.dispatch(tr.insertText("/").scrollIntoView());
    view.focus();
  }

  private update(view: EditorView): void {
    const typed = typedIn(view.state);
    if (typed === null || typed === this.dismissed) {
      this.close(view, typed === null);
      return;
    }

    if (typed !== this.typed) {
      this.typed = typed;
      this.chosen = 0;
      this.show(view);
    }
  }

  private show(view: EditorView): void {
    const words = this.typed!.slice(1).toLowerCase();
    const fits = (act: Act) => act.name.toLowerCase().split(" ").some((word) => word.startsWith(words)) || act.name.toLowerCase().startsWith(words);
    const groups = menu.map(([group, acts]): [string, Act[]] => [group, acts.filter(fits)]).filter(([, acts]) => acts.length > 0);
    this.found = groups.flatMap(([, acts]) => acts);
    this.list.replaceChildren();
    for (const [group, acts] of groups) {
      const part = document.createElement("div");
      part.setAttribute("role", "group");
      part.setAttribute("aria-label", group);
      part.append(...parts(`<p class="slash__group" aria-hidden="true">${group}</p>`), ...acts.map((act) => this.option(view, act)));
      this.list.append(part);
    }

    const count = this.found.length;
    this.list.hidden = count === 0;
    this.said.textContent = count === 0 ? "Nothing to insert has that name" : `Insert menu, ${count} ${count === 1 ? "choice" : "choices"}`;
    if (count > 0) {
      const host = this.list.offsetParent!.getBoundingClientRect();
      const line = view.coordsAtPos(view.state.selection.from);
      this.list.style.insetBlockStart = `${line.bottom - host.top + 6}px`;
      view.dom.setAttribute("aria-controls", this.list.id);
      this.choose(view, 0);
    } else {
      view.dom.removeAttribute("aria-activedescendant");
    }
  }

  private option(view: EditorView, act: Act): HTMLElement {
    const option = document.createElement("div");
    option.className = "slash__item";
    option.id = `insert-${act.id}`;
    option.setAttribute("role", "option");
    option.append(...parts(`<span class="slash__icon"></span><span><b></b><span class="slash__hint"></span></span>`));
    option.querySelector(".slash__icon")!.append(...icon(act.id));
    option.querySelector("b")!.textContent = act.name;
    option.querySelector(".slash__hint")!.textContent = act.hint ?? "";
    option.addEventListener("mousedown", (event) => {
      event.preventDefault();
      this.take(view, act);
    });
    return option;
  }

  private choose(view: EditorView, index: number): void {
    this.chosen = (index + this.found.length) % this.found.length;
    for (const [n, option] of this.list.querySelectorAll<HTMLElement>("[role=option]").entries()) {
      option.setAttribute("aria-selected", String(n === this.chosen));
      if (n === this.chosen) {
        view.dom.setAttribute("aria-activedescendant", option.id);
        option.scrollIntoView({ block: "nearest" });
      }
    }
  }

  private key(view: EditorView, event: KeyboardEvent): boolean {
    if (this.list.hidden || event.isComposing) {
      return false;
    }

    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      this.choose(view, this.chosen + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" || event.key === "Tab") {
      this.take(view, this.found[this.chosen]!);
    } else if (event.key === "Escape") {
      this.dismissed = this.typed ?? "";
      this.close(view, false);
    } else {
      return false;
    }

    return true;
  }

  private take(view: EditorView, act: Act): void {
    const { $from } = view.state.selection;
    view.dispatch(view.state.tr.delete($from.start(), $from.end()));
    act.run(view, this.text);
  }

  private close(view: EditorView, forget: boolean): void {
    if (!this.list.hidden) {
      this.list.hidden = true;
      this.said.textContent = "";
      view.dom.removeAttribute("aria-activedescendant");
      view.dom.removeAttribute("aria-controls");
    }

    this.typed = null;
    this.dismissed = forget ? "" : this.dismissed;
  }
}

/** What stands from the slash to the cursor, in a paragraph of nothing else. */
function typedIn(state: EditorState): string | null {
  const { $from, empty } = state.selection;
  const { parent } = $from;
  const isOwnLine = $from.depth === 1 && parent.type.name === "paragraph" && $from.parentOffset === parent.content.size;
  return empty && isOwnLine && /^\/[\p{L} ]{0,20}$/u.test(parent.textContent) ? parent.textContent : null;
}
