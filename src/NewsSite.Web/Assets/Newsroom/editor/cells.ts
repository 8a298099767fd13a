// Tables here have a head of their own kind of row, which the library's commands do not know in full.
import { Fragment } from "@milkdown/kit/prose/model";
import { type Command, type EditorState, TextSelection } from "@milkdown/kit/prose/state";
import * as tables from "@milkdown/kit/prose/tables";

function place(state: EditorState) {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 1; depth--) {
    if ($from.node(depth).type.name === "table") {
      return { table: $from.node(depth), at: $from.before(depth), row: $from.index(depth), column: $from.index(depth + 1) };
    }
  }

  return null;
}

export const cellsOf = {
  /** Adds the column by hand: the head's new cell must be of the head's kind. */
  addColumn: ((state, dispatch) => {
    const here = place(state);
    if (here && dispatch) {
      const rows = here.table.content.content.map((row) => {
        const cells = [...row.content.content];
        cells.splice(here.column + 1, 0, cells[0]!.type.createAndFill({ alignment: null })!);
        return row.copy(Fragment.from(cells));
      });
      const tr = state.tr.replaceWith(here.at + 1, here.at + here.table.nodeSize - 1, rows);
      dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(here.at + 3))));
    }

    return here !== null;
  }) as Command,

  /** A table has a head and at least one row: with less it goes as a whole. */
  removeRow: ((state, dispatch) => {
    const here = place(state);
    if (here && (here.row === 0 || here.table.childCount < 3)) {
      return tables.deleteTable(state, dispatch);
    }

    return here !== null && tables.deleteRow(state, dispatch);
  }) as Command,

  /** Puts the column's figures at its end, as readers see it; or back. */
  toggleEnd: ((state, dispatch) => {
    const here = place(state);
    if (here && dispatch) {
      const alignment = cellsOf.isAtEnd(state) ? null : "right";
      const { tr } = state;
      here.table.forEach((row, offset) => {
        row.forEach((cell, inside, column) => {
          if (column === here.column) {
            tr.setNodeMarkup(here.at + 1 + offset + 1 + inside, undefined, { ...cell.attrs, alignment });
          }
        });
      });
      dispatch(tr);
    }

    return here !== null;
  }) as Command,

  isAtEnd(state: EditorState): boolean {
    const here = place(state);
    return here?.table.firstChild?.maybeChild(here.column)?.attrs.alignment === "right";
  },

  isIn: (state: EditorState) => place(state) !== null,
};
