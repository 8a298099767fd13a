import { Plugin, PluginKey, TextSelection } from "@milkdown/kit/prose/state";
import { Decoration, DecorationSet, type EditorView } from "@milkdown/kit/prose/view";
import { say } from "../notice";
import { picturesIn, sendPicture, type Sending, type Taken, uploadKey } from "../send-picture";
import { ask } from "./ask";
import { boxes } from "./boxes";
import type { StoryText } from "./text";

type Change = { add: Decoration } | { remove: string };

const places = new PluginKey<DecorationSet>("pictures");
const box = boxes.find((b) => b.kind === "picture")!;

/** Pictures that are dropped or pasted go to the library; where they will stand, one sees how far they are. */
export function pictures(text: StoryText): Plugin {
  return new Plugin<DecorationSet>({
    key: places,
    state: {
      init: () => DecorationSet.empty,
      apply(tr, before) {
        const set = before.map(tr.mapping, tr.doc);
        const change = tr.getMeta(places) as Change | undefined;
        return !change ? set : "add" in change ? set.add(tr.doc, [change.add]) : set.remove(found(set, change.remove));
      },
    },
    props: {
      decorations: (state) => places.getState(state),
      handlePaste(view, event) {
        // Words and their picture, as Word copies them, are words.
        const files = event.clipboardData?.getData("text/plain") ? [] : picturesIn(event.clipboardData);
        files.forEach((file) => new Arrival(view, text, file, view.state.selection.to));
        return files.length > 0;
      },
      handleDrop(view, event, _slice, isMoved) {
        const files = isMoved ? [] : [...(event.dataTransfer?.files ?? [])];
        const place = view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos ?? view.state.doc.content.size;
        files.forEach((file) => new Arrival(view, text, file, place));
        if (files.length > 0) {
          event.preventDefault();
        }

        return files.length > 0;
      },
    },
  });
}

function found(set: DecorationSet, key: string): Decoration[] {
  return set.find(undefined, undefined, (spec) => spec.key === key);
}

/** One file on its way into the text. */
class Arrival {
  private readonly key = uploadKey();
  private readonly dom = document.createElement("div");
  private readonly bar = document.createElement("progress");
  private readonly said = document.createElement("span");
  private readonly retry = button("Try again", () => void this.send());
  private sending: Sending | null = null;

  constructor(
    private readonly view: EditorView,
    private readonly text: StoryText,
    private readonly file: File,
    place: number,
  ) {
    this.dom.className = "card arrival";
    this.dom.contentEditable = "false";
    this.bar.max = 100;
    this.bar.setAttribute("aria-label", `Progress of ${file.name}`);
    this.said.setAttribute("role", "status");
    this.dom.append(this.bar, this.said, this.retry, button("Remove", () => this.leave()));
    const at = view.state.doc.resolve(place);
    const add = Decoration.widget(at.depth > 0 ? at.after(1) : place, this.dom, { key: this.key, stopEvent: () => true, ignoreSelection: true });
    view.dispatch(view.state.tr.setMeta(places, { add } satisfies Change));
    void this.send();
  }

  private async send(): Promise<void> {
    this.retry.hidden = true;
    this.bar.hidden = false;
    this.said.textContent = `Sending ${this.file.name}`;
    this.sending = sendPicture(this.file, this.key, (percent) => {
      this.bar.value = percent;
    });
    try {
      const taken = await this.sending.done;
      if (taken.refused === null) {
        this.arrive(taken);
        return;
      }

      this.said.textContent = `${this.file.name}: ${taken.refused}`;
    } catch (fault) {
      this.said.textContent = `${this.file.name}: ${(fault as Error).message}`;
      this.retry.hidden = false;
    }

    this.bar.hidden = true;
  }

  private arrive(taken: Taken): void {
    const place = this.place;
    if (place === null) {
      return;
    }

    const source = box.write({ file: taken.file!, alt: "", caption: "" });
    const tr = this.view.state.tr.setMeta(places, { remove: this.key } satisfies Change);
    const card = this.text.card(source);
    tr.insert(place, card);
    if (!tr.doc.resolve(place + card.nodeSize).nodeAfter) {
      tr.insert(place + card.nodeSize, this.view.state.schema.nodes.paragraph!.create());
    }

    if (this.view.state.selection.empty) {
      tr.setSelection(TextSelection.near(tr.doc.resolve(place + card.nodeSize), 1));
    }

    this.view.dispatch(tr.scrollIntoView());
    if (!taken.alt) {
      say("The picture has no alt text yet. It cannot go out without.", "picture", { "Describe it…": () => void this.describe(source) });
    }
  }

  /** Words for this place; the library's own are given there. */
  private async describe(source: string): Promise<void> {
    const values = box.read(source)!;
    const fields = box.fields.filter((field) => field.name !== "file").map((field) => (field.name === "alt" ? { ...field, required: true } : field));
    const answers = await ask("Picture", fields, values, "Change");
    if (answers) {
      this.view.state.doc.forEach((node, at) => {
        if (node.type.name === "card" && node.attrs.source === source) {
          this.view.dispatch(this.view.state.tr.setNodeMarkup(at, undefined, { source: box.write({ ...values, ...answers }) }));
        }
      });
    }

    this.view.focus();
  }

  private leave(): void {
    this.sending?.cancel();
    this.view.dispatch(this.view.state.tr.setMeta(places, { remove: this.key } satisfies Change));
    this.view.focus();
  }

  /** Where it stands by now; null once it was taken away. */
  private get place(): number | null {
    const set = this.view.isDestroyed ? null : places.getState(this.view.state);
    return (set && found(set, this.key)[0]?.from) ?? null;
  }
}

function button(words: string, act: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "card__act";
  made.textContent = words;
  made.addEventListener("click", act);
  return made;
}
