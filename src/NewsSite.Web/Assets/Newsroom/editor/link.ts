import { Selection, type EditorState } from "@milkdown/kit/prose/state";
import type { EditorView } from "@milkdown/kit/prose/view";

/** The link that the cursor or the selection is in. */
export function linkAt(state: EditorState): { href: string; from: number; to: number } | null {
  const { $from, from, to, empty } = state.selection;
  const type = state.schema.marks.link!;
  const parent = $from.parent;
  let at = $from.start();
  let found: { href: string; from: number; to: number } | null = null;
  parent.forEach((child) => {
    const end = at + child.nodeSize;
    const mark = type.isInSet(child.marks);
    const isTouched = empty ? from >= at && from <= end : from < end && to > at;
    if (mark && found && found.to === at && found.href === mark.attrs.href) {
      found.to = end;
    } else if (mark && isTouched && !found) {
      found = { href: String(mark.attrs.href), from: at, to: end };
    }

    at = end;
  });
  return found;
}

/** Makes, changes or (with an empty address) takes away a link. */
export function setLink(view: EditorView, typed: string, words?: string): void {
  const { state } = view;
  const type = state.schema.marks.link!;
  const known = linkAt(state);
  const from = known?.from ?? state.selection.from;
  const to = known?.to ?? state.selection.to;
  const href = address(typed);
  const { tr } = state;
  tr.removeMark(from, to, type);
  if (words) {
    tr.replaceWith(from, to, state.schema.text(words, [...(state.storedMarks ?? state.selection.$from.marks()), type.create({ href })]));
  } else if (href) {
    tr.addMark(from, to, type.create({ href }));
  }

  // Whoever types on writes behind the link, and not over it.
  tr.setSelection(Selection.near(tr.doc.resolve(tr.mapping.map(to)), -1));
  view.dispatch(tr.removeStoredMark(type));
}

/** What was typed as an address: a bare domain or email address is completed. */
export function address(typed: string): string {
  const text = typed.trim();
  return /^[^\s@/]+@[^\s@/]+\.\w+$/.test(text) ? `mailto:${text}`
    : /^[\w-]+(\.[\w-]+)+(\/\S*)?$/.test(text) ? `https://${text}`
    : text;
}

export const isAddress = (text: string) => /^https?:\/\/\S+$/.test(text.trim());
