// Cuts Markdown into its blocks, so that a block which nobody edits is written back as it was, letter by letter.

/** A node of Markdown's syntax tree, as far as we look at it. */
export interface Tree {
  type: string;
  children?: Tree[];
  value?: string;
  position?: { start: { offset?: number }; end: { offset?: number } };
  [more: string]: unknown;
}

export type Parse = (markdown: string) => Tree;

/** Whole lines, without the end of the last one. */
export interface Block {
  source: string;
  tree: Tree;
  isBox: boolean;
}

/** Blocks and the blank lines between them: gap n stands before block n, and the last one behind all. */
export interface Cut {
  blocks: Block[];
  gaps: string[];
  /** Labels of the footnotes that are defined somewhere. */
  notes: string[];
}

/** @returns null where the text cannot be cut without doubt. */
export function cut(text: string, parse: Parse): Cut | null {
  const masked = maskBoxes(text);
  if (masked === null) {
    return null;
  }

  const tree = parse(masked);
  const blocks: Block[] = [];
  const gaps: string[] = [];
  let end = 0;
  for (const node of tree.children ?? []) {
    const from = text.lastIndexOf("\n", (node.position?.start.offset ?? 0) - 1) + 1;
    const lineEnd = text.indexOf("\n", node.position?.end.offset ?? 0);
    const to = lineEnd < 0 ? text.length : lineEnd;
    const gap = text.slice(end, from);
    if (from < end || gap.trim() !== "") {
      return null;
    }

    const source = text.slice(from, to);
    gaps.push(gap);
    blocks.push({ source, tree: node, isBox: boxStart.test(source) && node.type === "code" });
    end = to;
  }

  gaps.push(text.slice(end));
  return gaps.at(-1)!.trim() === "" ? { blocks, gaps, notes: labels(tree) } : null;
}

/** What a tree means, without where it stands and how it was typed: two texts with the same meaning look the same. */
export function meaning(node: Tree): unknown {
  const children: unknown[] = [];
  let text = "";
  const flush = () => {
    if (text) {
      children.push(text);
      text = "";
    }
  };
  for (const child of node.children ?? []) {
    if (child.type === "text") {
      text += child.value;
    } else {
      flush();
      children.push(meaning(child));
    }
  }

  flush();
  const isLoose = node.type === "list" ? node.spread || node.children?.some((item) => item.spread) : undefined;
  const { type, value, depth, ordered, start, checked, url, title, lang, meta, align, identifier } = node;
  return [type, value, depth, ordered, start, checked, url, title || null, lang, meta, align, identifier, isLoose, children];
}

const boxStart = /^ {0,3}:{3,}/;

/**
 * Boxes as code of the same length, which the parser takes for one block as the server does for a box.
 * Null where a box defines links or notes: these count in the whole text, and the parser would not see them.
 */
function maskBoxes(text: string): string | null {
  let box = 0;
  let fence = "";
  let isHidden = false;
  const lines = text.split("\n").map((line) => {
    const colons = /^( {0,3})(:{3,})(.*)$/.exec(line);
    if (box > 0) {
      if (colons && colons[2]!.length >= box && colons[3]!.trim() === "") {
        box = 0;
        return colons[1] + "`".repeat(colons[2]!.length) + colons[3];
      }

      isHidden ||= /^\s*\[[^\]]+\]:/.test(line);
      return " ".repeat(line.length);
    }

    const ticks = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line);
    if (fence) {
      if (ticks && ticks[1]!.startsWith(fence) && ticks[2]!.trim() === "") {
        fence = "";
      }
    } else if (ticks && !(ticks[1]!.startsWith("`") && ticks[2]!.includes("`"))) {
      fence = ticks[1]!;
    } else if (colons) {
      box = colons[2]!.length;
      return colons[1] + "`".repeat(box) + " ".repeat(colons[3]!.length);
    }

    return line;
  });
  return isHidden ? null : lines.join("\n");
}

function labels(node: Tree): string[] {
  const below = (node.children ?? []).flatMap(labels);
  return node.type === "footnoteDefinition" ? [String(node.label ?? node.identifier), ...below] : below;
}
