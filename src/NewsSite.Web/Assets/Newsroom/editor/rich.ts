import { Editor, defaultValueCtx, editorViewCtx, editorViewOptionsCtx, rootCtx, schemaCtx } from "@milkdown/kit/core";
import { strikethroughInputRule } from "@milkdown/kit/preset/gfm";
import {
  emphasisStarInputRule,
  emphasisUnderscoreInputRule,
  insertHrInputRule,
  strongInputRule,
  wrapInBlockquoteInputRule,
  wrapInBulletListInputRule,
  wrapInOrderedListInputRule,
} from "@milkdown/kit/preset/commonmark";
import { dropCursor } from "@milkdown/kit/prose/dropcursor";
import { gapCursor } from "@milkdown/kit/prose/gapcursor";
import { history } from "@milkdown/kit/prose/history";
import { textblockTypeInputRule } from "@milkdown/kit/prose/inputrules";
import { EditorState, Plugin } from "@milkdown/kit/prose/state";
import type { EditorView } from "@milkdown/kit/prose/view";
import { $inputRule, $prose, $view } from "@milkdown/kit/utils";
import { Card } from "./card";
import { keys } from "./keys";
import { paste } from "./paste";
import { pictures } from "./pictures";
import { cardSchema, nodes, useStyle } from "./schema";
import { SlashMenu } from "./slash";
import { StoryText } from "./text";
import { Toolbar } from "./toolbar";

const headingRule = $inputRule((ctx) =>
  textblockTypeInputRule(/^(#{1,3})\s$/, ctx.get(schemaCtx).nodes.heading!, (match) => ({ level: match[1]!.length < 3 ? 2 : 3 })),
);

/** The rich text over a field of Markdown: what is edited is written into the field at once. */
export class RichText {
  private constructor(
    private readonly editor: Editor,
    readonly view: EditorView,
    readonly text: StoryText,
    readonly tools: Toolbar,
  ) {}

  /** @param wrote Called with the whole text after each edit. */
  static async create(host: HTMLElement, wrote: (markdown: string) => void): Promise<RichText> {
    let rich: RichText | undefined;
    let text!: StoryText;
    let menu!: SlashMenu;
    const editor = await Editor.make()
      .config((ctx) => {
        ctx.set(rootCtx, host);
        ctx.set(defaultValueCtx, "");
        useStyle(ctx);
        text = new StoryText(ctx);
        menu = new SlashMenu(text, host);
        ctx.set(editorViewOptionsCtx, {
          attributes: {
            id: "rich-text",
            class: "prose",
            "aria-multiline": "true",
            "aria-labelledby": "Input_Body-label",
            "aria-describedby": "rich-help",
            spellcheck: "true",
          },
          dispatchTransaction(this: EditorView, tr) {
            const state = this.state.apply(tr);
            this.updateState(state);
            rich?.tools.update();
            if (tr.docChanged && rich) {
              wrote(text.write(state.doc));
            }
          },
        });
      })
      .use(nodes)
      .use([headingRule, emphasisStarInputRule, emphasisUnderscoreInputRule, strongInputRule, strikethroughInputRule])
      .use([insertHrInputRule, wrapInBlockquoteInputRule, wrapInBulletListInputRule, wrapInOrderedListInputRule])
      .use($view(cardSchema.node, () => (node, view, place) => new Card(node, view, place)))
      .use(
        [
          () => menu.plugin,
          () => keys(text, () => rich?.tools.focus()),
          () => pictures(text),
          paste,
          () => history({ depth: 200 }),
          gapCursor,
          () => dropCursor({ class: "drop-cursor" }),
          openLinks,
        ].map((make) => $prose(make)),
      )
      .create();
    const view = editor.ctx.get(editorViewCtx);
    rich = new RichText(editor, view, text, new Toolbar(view, text, () => menu.open(view)));
    return rich;
  }

  /** @returns False where this text can only be shown as it is. */
  load(markdown: string): boolean {
    const doc = this.text.read(markdown);
    if (doc) {
      this.view.updateState(EditorState.create({ doc, plugins: this.view.state.plugins }));
      this.tools.update();
    }

    return doc !== null;
  }

  /** The whole text, with what was not edited as it was. */
  get markdown(): string {
    return this.text.write(this.view.state.doc);
  }

  /** The whole text, with each block written anew. */
  get rewritten(): string {
    return this.text.rewrite(this.view.state.doc);
  }

  async close(): Promise<void> {
    await this.editor.destroy(true);
  }
}

/** A link is followed with Ctrl, in a tab of its own. */
function openLinks(): Plugin {
  return new Plugin({
    props: {
      handleClick(_view, _at, event) {
        const link = (event.target as HTMLElement).closest("a[href]");
        if (link && (event.ctrlKey || event.metaKey)) {
          window.open(link.getAttribute("href")!, "_blank", "noopener");
          return true;
        }

        return false;
      },
    },
  });
}
