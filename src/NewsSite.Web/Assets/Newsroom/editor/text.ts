import { parserCtx, remarkCtx, schemaCtx, serializerCtx } from "@milkdown/kit/core";
import type { Ctx } from "@milkdown/kit/ctx";
import { type Node, Fragment } from "@milkdown/kit/prose/model";
import { style } from "./schema";
import { type Cut, type Tree, cut, meaning } from "./source";

/** What the editor shows and writes as the server would. All else is kept as its Markdown. */
const known = new Set(
  "paragraph heading text emphasis strong delete inlineCode break link list listItem blockquote code thematicBreak table tableRow tableCell footnoteReference".split(" "),
);

/** A box inside a list or a quotation; one wave for subscript; lines that the server may take for a table. */
const unlike = /^[\s>*+\d.)-]*:::|(^|[^~\\])~(?!~)/m;
const tableLine = /^[ >]*\|?[ \t]*:?-+:?[ \t]*(\|[ \t]*:?-*:?[ \t]*)+$/m;

/** The story's text, as blocks of the editor that remember how they were typed. */
export class StoryText {
  private cut: Cut = { blocks: [], gaps: [""], notes: [] };
  private originals: Node[] = [];
  private readonly written = new WeakMap<Node, string>();

  constructor(private readonly ctx: Ctx) {}

  /** @returns null where the text can only be shown as it is. */
  read(markdown: string): Node | null {
    const parts = cut(markdown, (text) => this.parse(text));
    if (!parts) {
      return null;
    }

    this.cut = parts;
    this.originals = parts.blocks.map((block) => this.rich(block.source, block.tree, block.isBox) ?? this.card(block.source));
    const { doc, paragraph } = this.schema.nodes;
    const last = this.originals.at(-1);
    const end = last && last.isTextblock ? [] : [paragraph!.create()];
    return doc!.create(null, [...this.originals, ...end]);
  }

  /** The text as Markdown: what was not edited as it was. */
  write(doc: Node): string {
    const all = doc.content.content.filter((node) => !isEmpty(node) || this.originals.includes(node));
    const places = this.places(all);
    let text = "";
    let before = "";
    for (const [n, node] of all.entries()) {
      const place = places[n]!;
      const isKept = this.isAsRead(node, place);
      const next = all[n + 1] && this.originals.includes(all[n + 1]!) ? this.source(all[n + 1]!) : "";
      const areBothKept = isKept && (n === 0 ? place === 0 : place === places[n - 1]! + 1 && this.isAsRead(all[n - 1]!, place - 1));
      const source = this.behind(before, node, areBothKept) ?? this.serialized(node, [before, next ?? ""]);
      text += n === 0 ? this.cut.gaps[0] : this.gap(places[n - 1]!, place, areBothKept);
      text += source;
      before = source;
    }

    if (all.length === 0) {
      return this.originals.length === 0 ? this.cut.gaps.join("") : "";
    }

    return text + (this.originals.length > 0 ? this.cut.gaps.at(-1) : "");
  }

  /** The text with each block written anew, as if all had been edited. */
  rewrite(doc: Node): string {
    let before = "";
    const sources = doc.content.content
      .filter((node) => !isEmpty(node))
      .map((node) => (before = node.type.name === "card" ? String(node.attrs.source) : this.serialized(node, [before])));
    return sources.join("\n\n");
  }

  /** A number that no footnote has. */
  nextNote(doc: Node): string {
    const taken = new Set(this.cut.notes);
    doc.descendants((node) => {
      if (node.type.name === "footnote_reference") {
        taken.add(String(node.attrs.label));
      }
    });
    let number = 1;
    while (taken.has(String(number))) {
      number++;
    }

    return String(number);
  }

  card(source: string): Node {
    return this.schema.nodes.card!.create({ source });
  }

  private get schema() {
    return this.ctx.get(schemaCtx);
  }

  private parse(markdown: string): Tree {
    return this.ctx.get(remarkCtx).parse(markdown) as unknown as Tree;
  }

  private withNotes(markdown: string): string {
    return markdown + this.cut.notes.map((label) => `\n\n[^${label}]: note`).join("");
  }

  /** @returns null unless what the editor would write means what was typed. */
  private rich(source: string, tree: Tree, isBox: boolean): Node | null {
    if (isBox || !isKnown(tree) || unlike.test(source) || (tree.type !== "table" && tableLine.test(source) && tree.type !== "code")) {
      return null;
    }

    try {
      const node = this.ctx.get(parserCtx)(this.withNotes(source)).firstChild!;
      const again = this.parse(this.withNotes(this.serialized(node, []))).children!;
      const isSame = again.length === 1 + this.cut.notes.length && JSON.stringify(meaning(again[0]!)) === JSON.stringify(meaning(tree));
      node.check();
      return isSame ? node : null;
    } catch {
      return null;
    }
  }

  /** The source of what was not edited. Behind a new list or note what is indented would become a part of it. */
  private behind(before: string, node: Node, areBothKept: boolean): string | undefined {
    const source = this.source(node);
    if (areBothKept || !source || !/^[ \t]/.test(source) || !/^ {0,3}([-*+]|\d+[.)]|\[\^)/.test(before)) {
      return source;
    }

    return node.type.name === "card" ? source.replace(/^ {1,3}/, "") : undefined;
  }

  private source(node: Node): string | undefined {
    if (node.type.name === "card") {
      return String(node.attrs.source);
    }

    const place = this.originals.indexOf(node);
    return this.cut.blocks[place >= 0 ? place : this.originals.findIndex((original) => original.eq(node))]?.source;
  }

  private serialized(node: Node, beside: string[]): string {
    const bullets = beside.flatMap((text) => /^ {0,3}([-*+])(?: |$)/.exec(text)?.[1] ?? []);
    const numbers = beside.flatMap((text) => /^ {0,3}\d+([.)])(?: |$)/.exec(text)?.[1] ?? []);
    style.bullet = ["-", "*", "+"].find((mark) => !bullets.includes(mark));
    style.bulletOrdered = [".", ")"].find((mark) => !numbers.includes(mark)) ?? ".";
    const isPlain = style.bullet === "-" && style.bulletOrdered === ".";
    const known = isPlain ? this.written.get(node) : undefined;
    if (known !== undefined) {
      return known;
    }

    const text = this.ctx.get(serializerCtx)(node.type.schema.nodes.doc!.create(null, Fragment.from(node))).replace(/\n+$/, "");
    if (isPlain) {
      this.written.set(node, text);
    }

    return text;
  }

  private isAsRead(node: Node, place: number | null): boolean {
    return place !== null && (this.originals[place]?.eq(node) ?? false);
  }

  /** For each node the place of the block that it was, or was made of; null for what is new. */
  private places(all: Node[]): (number | null)[] {
    const { originals } = this;
    const least = Math.min(all.length, originals.length);
    let head = 0;
    while (head < least && this.isAsRead(all[head]!, head)) {
      head++;
    }

    let tail = 0;
    while (tail < least - head && this.isAsRead(all.at(-1 - tail)!, originals.length - 1 - tail)) {
      tail++;
    }

    const isPaired = all.length === originals.length;
    return all.map((node, n) => {
      if (n < head || isPaired) {
        return n;
      }

      if (n >= all.length - tail) {
        return n - all.length + originals.length;
      }

      const place = originals.indexOf(node);
      return place < 0 ? null : place;
    });
  }

  private gap(before: number | null, after: number | null, areBothKept: boolean): string {
    const gap = before !== null && after === before + 1 ? this.cut.gaps[after]! : "";
    return areBothKept && gap ? gap : /\n[ \t]*\n/.test(gap) ? gap : "\n\n";
  }
}

function isKnown(tree: Tree): boolean {
  // A row that is short is filled up by the editor, and not where it was short.
  const rows = tree.type === "table" ? tree.children! : [];
  if (rows.some((row) => row.children!.length !== rows[0]!.children!.length)) {
    return false;
  }

  return known.has(tree.type) && (tree.checked ?? null) === null && (tree.children ?? []).every(isKnown);
}

function isEmpty(node: Node): boolean {
  return node.type.name === "paragraph" && node.content.size === 0;
}
