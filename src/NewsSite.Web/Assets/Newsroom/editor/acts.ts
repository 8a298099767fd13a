// Everything that the toolbar, the insert menu and the keys can do; each act once, with its words.
import { setBlockType, toggleMark, wrapIn, lift } from "@milkdown/kit/prose/commands";
import { redo, redoDepth, undo, undoDepth } from "@milkdown/kit/prose/history";
import type { NodeType } from "@milkdown/kit/prose/model";
import { liftListItem, wrapInList } from "@milkdown/kit/prose/schema-list";
import { type Command, type EditorState, Selection, TextSelection } from "@milkdown/kit/prose/state";
import * as tables from "@milkdown/kit/prose/tables";
import type { EditorView } from "@milkdown/kit/prose/view";
import { ask } from "./ask";
import { boxes } from "./boxes";
import { cellsOf } from "./cells";
import { linkAt, setLink } from "./link";
import type { StoryText } from "./text";

export interface Act {
  id: string;
  name: string;
  /** What it is for, in the insert menu. */
  hint?: string;
  /** As ProseMirror names them. */
  keys?: string;
  run(view: EditorView, text: StoryText): void;
  isOn?(state: EditorState): boolean;
  can?(state: EditorState): boolean;
}

const command = (get: (state: EditorState) => Command) => (view: EditorView) => {
  get(view.state)(view.state, view.dispatch, view);
  view.focus();
};

const isIn = (state: EditorState, name: string, attrs: Record<string, unknown> = {}) => {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth--) {
    const node = $from.node(depth);
    if (node.type.name === name && Object.entries(attrs).every(([key, value]) => node.attrs[key] === value)) {
      return true;
    }
  }

  return false;
};

const type = (state: EditorState, name: string): NodeType => state.schema.nodes[name]!;

function mark(id: string, name: string, of: string, keys: string): Act {
  return {
    id,
    name,
    keys,
    run: command((state) => toggleMark(state.schema.marks[of]!)),
    isOn: ({ selection: { $from, from, to, empty }, storedMarks, doc, schema }) =>
      empty ? !!schema.marks[of]!.isInSet(storedMarks ?? $from.marks()) : doc.rangeHasMark(from, to, schema.marks[of]!),
  };
}

function list(id: string, name: string, of: string, keys: string, hint: string): Act {
  const isOn = (state: EditorState) => isIn(state, of);
  return {
    id,
    name,
    keys,
    hint,
    isOn,
    run: command((state) => (isOn(state) ? liftListItem(type(state, "list_item")) : wrapInList(type(state, of)))),
  };
}

function block(id: string, name: string, keys: string, hint: string, of: string, attrs: Record<string, unknown> = {}): Act {
  return { id, name, keys, hint, run: command((state) => setBlockType(type(state, of), attrs)), isOn: (state) => isIn(state, of, attrs) };
}

/** Puts a card where the cursor is, in place of an empty paragraph. */
export function insertCard(view: EditorView, text: StoryText, source: string): void {
  const { state } = view;
  const { $from } = state.selection;
  const isEmpty = $from.depth === 1 && $from.parent.isTextblock && $from.parent.content.size === 0;
  const from = $from.depth === 0 ? state.selection.from : isEmpty ? $from.before(1) : $from.after(1);
  const to = isEmpty ? $from.after(1) : $from.depth === 0 ? state.selection.to : from;
  const { tr } = state;
  tr.replaceWith(from, to, text.card(source));
  const end = from + 1;
  if (!tr.doc.resolve(end).nodeAfter?.isTextblock) {
    tr.insert(end, type(state, "paragraph").create());
  }

  view.dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(end + 1))).scrollIntoView());
  view.focus();
}

const hints: Record<string, string> = {
  quote: "Large quote with a speaker",
  fact: "Short list of key points",
  next: "A story of ours to go on with",
  embed: "Video or post, loaded when asked for",
  picture: "With caption, credit and alt text",
};

export const boxActs: Act[] = boxes.map((box) => ({
  id: box.kind,
  name: box.name,
  hint: hints[box.kind],
  async run(view, text) {
    const answers = await ask(box.name, box.fields);
    if (answers) {
      insertCard(view, text, box.write(answers));
    }

    view.focus();
  },
}));

export const paragraph = block("paragraph", "Paragraph", "Mod-Alt-0", "Plain text", "paragraph");
export const subhead = block("subhead", "Subhead", "Mod-Alt-2", "Heading of a part", "heading", { level: 2 });
export const small = block("small", "Small subhead", "Mod-Alt-3", "Heading below a subhead", "heading", { level: 3 });
export const bold = mark("bold", "Bold", "strong", "Mod-b");
export const italic = mark("italic", "Italic", "emphasis", "Mod-i");
export const link: Act = {
  id: "link",
  name: "Link",
  keys: "Mod-k",
  isOn: (state) => linkAt(state) !== null,
  async run(view) {
    const known = linkAt(view.state);
    const isEmpty = view.state.selection.empty && !known;
    const fields = [
      { name: "address", label: "Address", hint: known ? "Left empty, the link is taken away." : undefined, required: !known },
      ...(isEmpty ? [{ name: "words", label: "Words of the link", required: true }] : []),
    ];
    const answers = await ask("Link", fields, { address: known?.href ?? "" }, known ? "Change" : "Insert");
    if (answers) {
      setLink(view, answers.address!, answers.words);
    }

    view.focus();
  },
};
export const quotation: Act = {
  id: "quotation",
  name: "Quotation",
  hint: "Quoted paragraph",
  keys: "Mod-Shift-9",
  isOn: (state) => isIn(state, "blockquote"),
  run: command((state) => (isIn(state, "blockquote") ? lift : wrapIn(type(state, "blockquote")))),
};
export const bullets = list("bullets", "Bulleted list", "bullet_list", "Mod-Shift-8", "Points in no order");
export const numbers = list("numbers", "Numbered list", "ordered_list", "Mod-Shift-7", "Points in order");
export const table: Act = {
  id: "table",
  name: "Table",
  hint: "Three columns and a head",
  run(view) {
    const { state } = view;
    const cells = (of: string) => [1, 2, 3].map(() => type(state, of).createAndFill({ alignment: null })!);
    const rows = [1, 2].map(() => type(state, "table_row").create(null, cells("table_cell")));
    const node = type(state, "table").create(null, [type(state, "table_header_row").create(null, cells("table_header")), ...rows]);
    const { $from } = state.selection;
    const tr = state.tr.replaceSelectionWith(node);
    view.dispatch(tr.setSelection(Selection.near(tr.doc.resolve(Math.max(1, $from.before(1))), 1)).scrollIntoView());
    view.focus();
  },
};
export const rule: Act = {
  id: "rule",
  name: "Rule",
  hint: "A line between two parts",
  run(view) {
    const { state } = view;
    const { $from } = state.selection;
    const tr = state.tr.replaceSelectionWith(type(state, "hr").create());
    const end = tr.mapping.map($from.after(1));
    if (!tr.doc.resolve(Math.min(end, tr.doc.content.size)).nodeAfter?.isTextblock) {
      tr.insert(Math.min(end, tr.doc.content.size), type(state, "paragraph").create());
    }

    view.dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(Math.min(end, tr.doc.content.size)), 1)).scrollIntoView());
    view.focus();
  },
};
export const footnote: Act = {
  id: "footnote",
  name: "Footnote",
  hint: "A number here, the note at the end",
  async run(view, text) {
    const answers = await ask("Footnote", [{ name: "words", label: "Note", type: "textarea", required: true }]);
    if (answers) {
      const { state } = view;
      const label = text.nextNote(state.doc);
      const tr = state.tr.insert(state.selection.to, type(state, "footnote_reference").create({ label }));
      tr.insert(tr.doc.content.size, text.card(`[^${label}]: ${answers.words!.trim().replace(/\n+/g, "\n    ")}`));
      view.dispatch(tr.scrollIntoView());
    }

    view.focus();
  },
};
export const undoAct: Act = { id: "undo", name: "Undo", keys: "Mod-z", run: command(() => undo), can: (state) => undoDepth(state) > 0 };
export const redoAct: Act = { id: "redo", name: "Redo", keys: "Mod-Shift-z", run: command(() => redo), can: (state) => redoDepth(state) > 0 };

/** What a table can do while the cursor is in it. */
export const tableActs: Act[] = [
  { id: "row", name: "Row below", run: command(() => tables.addRowAfter) },
  { id: "column", name: "Column after", run: command(() => cellsOf.addColumn) },
  { id: "no-row", name: "Remove row", run: command(() => cellsOf.removeRow) },
  { id: "no-column", name: "Remove column", run: command(() => tables.deleteColumn) },
  { id: "figures", name: "Figures at the end", run: command(() => cellsOf.toggleEnd), isOn: cellsOf.isAtEnd },
];

/** What the insert menu offers, in groups. */
export const menu: [group: string, acts: Act[]][] = [
  ["Text", [subhead, small, bullets, numbers, quotation, rule, table, footnote]],
  ["Story", [boxActs[0]!, boxActs[1]!, boxActs[2]!]],
  ["Media", [boxActs[4]!, boxActs[3]!]],
];
