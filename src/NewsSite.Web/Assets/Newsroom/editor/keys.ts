import { baseKeymap, chainCommands, createParagraphNear, liftEmptyBlock, newlineInCode, splitBlock } from "@milkdown/kit/prose/commands";
import { keymap } from "@milkdown/kit/prose/keymap";
import { liftListItem, sinkListItem, splitListItem } from "@milkdown/kit/prose/schema-list";
import { type Command, NodeSelection, type Plugin } from "@milkdown/kit/prose/state";
import { goToNextCell } from "@milkdown/kit/prose/tables";
import * as acts from "./acts";
import type { StoryText } from "./text";

const isMac = /Mac|iP/.test(navigator.platform);

/** Keys as they stand on the keyboard. */
export function spoken(keys: string): string {
  return keys
    .split("-")
    .map((key) => (key === "Mod" ? (isMac ? "⌘" : "Ctrl") : key.length === 1 ? key.toUpperCase() : key))
    .join("+");
}

const withKeys = [
  acts.bold, acts.italic, acts.link, acts.subhead, acts.small, acts.paragraph,
  acts.quotation, acts.numbers, acts.bullets, acts.undoAct, acts.redoAct,
];

/** What the list of shortcuts shows. */
export const shortcuts: [keys: string, does: string][] = [
  ...withKeys.map((act): [string, string] => [spoken(act.keys!), act.name]),
  ["/", "Insert menu, on an empty line"],
  [spoken("Shift-Enter"), "New line in the paragraph"],
  [spoken("Alt-↑"), "Move the block up"],
  [spoken("Alt-↓"), "Move the block down"],
  ["Tab", "Deeper in a list, next cell of a table"],
  ["Esc", "From the text to the toolbar, and back"],
  [spoken("Alt-F10"), "To the toolbar"],
  [spoken("Mod-S"), "Save a version now"],
  ["?", "This list, outside the text"],
];

export function keys(text: StoryText, toToolbar: () => void): Plugin {
  const own: Record<string, Command> = Object.fromEntries(
    withKeys.map((act): [string, Command] => [
      act.keys!,
      (_state, _dispatch, view) => {
        act.run(view!, text);
        return true;
      },
    ]),
  );

  const leave: Command = () => {
    toToolbar();
    return true;
  };
  const inItem = (make: (type: Parameters<typeof splitListItem>[0]) => Command): Command => (state, dispatch, view) =>
    make(state.schema.nodes.list_item!)(state, dispatch, view);
  const newLine: Command = (state, dispatch) => {
    dispatch?.(state.tr.replaceSelectionWith(state.schema.nodes.hardbreak!.create()).scrollIntoView());
    return true;
  };
  const editCard: Command = (state, _dispatch, view) => {
    const { selection } = state;
    if (!(selection instanceof NodeSelection) || selection.node.type.name !== "card" || !view) {
      return false;
    }

    (view.nodeDOM(selection.from) as HTMLElement).querySelector<HTMLElement>(".card__head button, textarea")?.focus();
    return true;
  };
  return keymap({
    ...baseKeymap,
    ...own,
    "Mod-y": own["Mod-Shift-z"]!,
    Enter: chainCommands(editCard, newlineInCode, inItem(splitListItem), createParagraphNear, liftEmptyBlock, splitBlock),
    "Shift-Enter": chainCommands(newlineInCode, newLine),
    Tab: chainCommands(goToNextCell(1), inItem(sinkListItem)),
    "Shift-Tab": chainCommands(goToNextCell(-1), inItem(liftListItem)),
    "Alt-ArrowUp": move(-1),
    "Alt-ArrowDown": move(1),
    Escape: leave,
    "Alt-F10": leave,
  });
}

/** Moves the block that the cursor is in past its neighbour. */
function move(step: -1 | 1): Command {
  return (state, dispatch) => {
    const { $from } = state.selection;
    const index = $from.index(0);
    const other = state.doc.maybeChild(index + step);
    const block = state.doc.maybeChild(index);
    if (!other || !block) {
      return false;
    }

    if (dispatch) {
      const start = $from.posAtIndex(index, 0);
      const tr = state.tr;
      if (step < 0) {
        tr.delete(start - other.nodeSize, start).insert(start - other.nodeSize + block.nodeSize, other);
      } else {
        tr.delete(start + block.nodeSize, start + block.nodeSize + other.nodeSize).insert(start, other);
      }

      dispatch(tr.scrollIntoView());
    }

    return true;
  };
}
