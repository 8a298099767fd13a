// What the rich text can hold: Milkdown's own nodes for what reads the same to the server, and a card for all else.
import { remarkStringifyOptionsCtx } from "@milkdown/kit/core";
import type { Ctx, MilkdownPlugin } from "@milkdown/kit/ctx";
import {
  blockquoteAttr,
  blockquoteSchema,
  bulletListAttr,
  bulletListSchema,
  codeBlockAttr,
  codeBlockSchema,
  emphasisAttr,
  emphasisSchema,
  hardbreakAttr,
  hardbreakSchema,
  headingAttr,
  headingIdGenerator,
  headingSchema,
  hrAttr,
  hrSchema,
  inlineCodeAttr,
  inlineCodeSchema,
  linkAttr,
  linkSchema,
  listItemAttr,
  listItemSchema,
  orderedListAttr,
  orderedListSchema,
  paragraphAttr,
  paragraphSchema,
  remarkLineBreak,
  remarkMarker,
  strongAttr,
  strongSchema,
  textSchema,
} from "@milkdown/kit/preset/commonmark";
import {
  footnoteReferenceSchema,
  keepTableAlignPlugin,
  remarkGFMPlugin,
  strikethroughAttr,
  strikethroughSchema,
  tableCellSchema,
  tableEditingPlugin,
  tableHeaderRowSchema,
  tableHeaderSchema,
  tableRowSchema,
  tableSchema,
} from "@milkdown/kit/preset/gfm";
import { $node, $nodeSchema, $remark } from "@milkdown/kit/utils";
import type { Tree } from "./source";

/** A block that is kept as its Markdown. */
export const cardSchema = $nodeSchema("card", () => ({
  group: "card",
  atom: true,
  selectable: true,
  draggable: true,
  attrs: { source: { default: "", validate: "string" } },
  parseDOM: [{ tag: "pre[data-card]", priority: 90, getAttrs: (dom) => ({ source: (dom as HTMLElement).textContent ?? "" }) }],
  toDOM: (node) => ["pre", { "data-card": "" }, String(node.attrs.source)],
  // Blocks come here by their source; only the notes that a block leads to stand behind it when it is parsed alone.
  parseMarkdown: { match: ({ type }) => type === "footnoteDefinition", runner: (state, _node, type) => void state.addNode(type) },
  toMarkdown: { match: (node) => node.type.name === "card", runner: () => undefined },
}));

const doc = $node("doc", () => ({
  content: "(block | card)+",
  parseMarkdown: { match: ({ type }) => type === "root", runner: (state, node, type) => void state.injectRoot(node, type) },
  toMarkdown: {
    match: (node) => node.type.name === "doc",
    runner: (state, node) => void state.openNode("root").next(node.content),
  },
}));

// Readers see headings of the second to the fourth level; and a heading's words are no id of the page.
const heading = headingSchema.extendSchema((before) => (ctx) => ({
  ...before(ctx),
  parseDOM: [1, 2, 3, 4, 5, 6].map((level) => ({ tag: `h${level}`, getAttrs: () => ({ level: level < 3 ? 2 : 3 }) })),
  toDOM: (node) => [`h${Math.min(4, Math.max(2, Number(node.attrs.level)))}`, 0],
}));

// A link in the text is edited, not followed.
const link = linkSchema.extendSchema((before) => (ctx) => ({
  ...before(ctx),
  inclusive: false,
  toDOM: (mark) => ["a", { href: /^(https?:|mailto:|\/)/i.test(mark.attrs.href) ? mark.attrs.href : "", title: mark.attrs.title }, 0],
}));

// Figures stand at the end of their column; more alignment than that readers never see.
const asPasted = (tag: string) => [
  { tag, getAttrs: (dom: HTMLElement) => ({ alignment: dom.style.textAlign === "right" ? "right" : null }) },
];
const cell = tableCellSchema.extendSchema((before) => (ctx) => ({ ...before(ctx), parseDOM: asPasted("td") }));
const headCell = tableHeaderSchema.extendSchema((before) => (ctx) => ({ ...before(ctx), parseDOM: asPasted("th") }));

/** HTML is text to the server, and so it is here; an email address is a link only where it was written as one. */
const asTheServer = $remark(
  "asTheServer",
  () =>
    function (this: unknown) {
      const data = (this as { data(): Record<string, unknown[]> }).data();
      (data.micromarkExtensions ??= []).push({ disable: { null: ["htmlFlow", "htmlText"] } });
      (data.fromMarkdownExtensions ??= []).push({ transforms: [plainAddresses] });
    },
);

function plainAddresses(tree: Tree): void {
  for (const child of tree.children ?? []) {
    plainAddresses(child);
  }

  tree.children = tree.children?.flatMap((child) => {
    const words = child.children?.length === 1 && child.children[0]!.type === "text" ? child.children[0]! : null;
    const length = (child.position?.end.offset ?? 0) - (child.position?.start.offset ?? 0);
    const isBare = !child.position || length === words?.value?.length;
    return child.type === "link" && words && isBare && child.url === `mailto:${words.value}` ? [words] : [child];
  });
}

/** How what was edited is written; the bullets differ from those of a list beside it. */
export const style = { bullet: "-", bulletOrdered: ".", rule: "-", resourceLink: false, fences: true } as Record<string, unknown>;

export function useStyle(ctx: Ctx): void {
  ctx.set(remarkStringifyOptionsCtx, Object.assign(style, ctx.get(remarkStringifyOptionsCtx)));
  ctx.set(remarkGFMPlugin.options.key, { singleTilde: false, tablePipeAlign: false });
}

export const nodes: MilkdownPlugin[] = [
  [doc],
  [paragraphAttr, paragraphSchema, headingIdGenerator, headingAttr, heading, hardbreakAttr, hardbreakSchema],
  [blockquoteAttr, blockquoteSchema, codeBlockAttr, codeBlockSchema, hrAttr, hrSchema, listItemAttr, listItemSchema],
  [bulletListAttr, bulletListSchema, orderedListAttr, orderedListSchema],
  [tableSchema, tableHeaderRowSchema, tableRowSchema, headCell, cell, footnoteReferenceSchema, cardSchema],
  [emphasisAttr, emphasisSchema, strongAttr, strongSchema, strikethroughAttr, strikethroughSchema],
  [inlineCodeAttr, inlineCodeSchema, linkAttr, link, textSchema],
  [remarkGFMPlugin, asTheServer, remarkLineBreak, remarkMarker, tableEditingPlugin, keepTableAlignPlugin],
].flat(3) as MilkdownPlugin[];
