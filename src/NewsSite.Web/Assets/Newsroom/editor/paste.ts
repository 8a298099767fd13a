import { Plugin } from "@milkdown/kit/prose/state";
import { inert } from "../../Shared/trusted";
import { say } from "../notice";
import { isAddress, setLink } from "./link";

/** Pasting keeps what a story can have, and nothing of how it looked where it came from. */
export function paste(): Plugin {
  return new Plugin({
    props: {
      handleTextInput() {
        say(null, "pasted");
        return false;
      },
      transformPastedHTML: (html) => (html.includes("data-pm-slice") ? html : clean(html)),
      handlePaste(view, event) {
        const data = event.clipboardData;
        const plain = data?.getData("text/plain").trim() ?? "";
        if (isAddress(plain) && view.state.selection.$from.parent.type.spec.code !== true) {
          if (view.state.selection.empty) {
            const at = view.state.selection.from;
            const link = view.state.schema.marks.link!.create({ href: plain });
            view.dispatch(view.state.tr.insert(at, view.state.schema.text(plain, [link])).removeStoredMark(link.type).scrollIntoView());
          } else {
            setLink(view, plain);
          }

          return true;
        }

        const html = data?.getData("text/html") ?? "";
        if (/docs-internal-guid|mso-|urn:schemas-microsoft-com/.test(html)) {
          say("Pasted as plain story text. Undo takes it away again.", "pasted");
        }

        return false;
      },
    },
  });
}

const blocks = "p, h1, h2, h3, h4, h5, h6, ul, ol, table, blockquote, pre";

/** HTML of Word, Google Docs and web pages as the few elements that a story can have. */
export function clean(html: string): string {
  // The conditional comments of Word hold the bullets that it draws itself, and must not be read as text.
  const page = inert(html.replace(/<!--[\s\S]*?-->|<!\[[\s\S]*?\]>/g, ""));
  const { body } = page;
  for (const mark of body.querySelectorAll("[style*='mso-list:Ignore'], [style*='mso-list: Ignore']")) {
    const line = mark.closest("p");
    if (line && /^\s*\(?(\d+|[a-z]{1,4})[.)]/i.test(mark.textContent ?? "")) {
      line.dataset.mark = "number";
    }
  }

  body.querySelectorAll("style, script, meta, link, title, head, xml, img, svg, iframe, object, [style*='mso-hide:all'], [style*='mso-list:Ignore'], [style*='mso-list: Ignore']").forEach((e) => e.remove());
  makeLists(body);
  for (const element of [...body.querySelectorAll<HTMLElement>("*")]) {
    simplify(element);
  }

  body.querySelectorAll("table").forEach(giveHead);
  body.querySelectorAll("br").forEach((end) => isBetweenBlocks(end) && end.remove());
  for (const element of [...body.querySelectorAll<HTMLElement>("p, h2, h3, li")]) {
    if (element.textContent!.trim() === "" && !element.querySelector("br, table")) {
      element.remove();
    }
  }

  return body.innerHTML;
}

/** A table of ours has a head, and rows of one length. */
function giveHead(table: HTMLTableElement): void {
  const longest = Math.max(...[...table.rows].map((row) => row.cells.length));
  for (const row of table.rows) {
    while (row.cells.length < longest) {
      row.insertCell();
    }
  }

  for (const cell of [...(table.rows[0]?.cells ?? [])]) {
    cell.querySelectorAll("b, strong").forEach(unwrap);
    swap(cell, "th");
  }
}

function isBetweenBlocks(end: Element): boolean {
  const isBlock = (node: ChildNode | null) => node === null || (node instanceof Element && node.matches(blocks));
  return !end.closest(blocks) && (isBlock(end.previousSibling) || isBlock(end.nextSibling));
}

/** Word writes a list as paragraphs that say which level of which list they are. */
function makeLists(body: HTMLElement): void {
  let open: { list: HTMLElement; level: number }[] = [];
  for (const line of [...body.querySelectorAll<HTMLElement>("p")]) {
    const style = line.getAttribute("style") ?? "";
    const level = Number(/mso-list:\s*\S+ level(\d)/.exec(style)?.[1] ?? 0);
    if (level === 0) {
      open = [];
      continue;
    }

    const isNumbered = line.dataset.mark === "number";
    const before = line.previousElementSibling;
    open = open.filter((o) => o.level <= level);
    let at = open.at(-1);
    if (!at || at.level < level || (at.level === 1 && before !== at.list)) {
      const list = document.createElement(isNumbered ? "ol" : "ul");
      if (at && at.level < level && at.list.lastElementChild) {
        at.list.lastElementChild.append(list);
      } else {
        line.before(list);
        open = [];
      }

      at = { list, level };
      open.push(at);
    }

    const item = document.createElement("li");
    const words = document.createElement("p");
    words.append(...line.childNodes);
    item.append(words);
    at.list.append(item);
    line.remove();
  }
}

function simplify(element: HTMLElement): void {
  const style = element.getAttribute("style") ?? "";
  const tag = element.localName;
  const isBold = /(^|[;\s])font-weight:\s*(bold|[6-9]00)/.test(style);
  const isPlain = /(^|[;\s])font-weight:\s*(normal|[1-4]00)/.test(style);
  const isItalic = /(^|[;\s])font-style:\s*italic/.test(style);
  const href = element.getAttribute("href");
  for (const { name } of [...element.attributes]) {
    const isKept = (name === "href" && /^(https?:|mailto:)/i.test(href ?? "")) || (name === "start" && tag === "ol");
    if (!isKept) {
      element.removeAttribute(name);
    }
  }

  const heading = /^h([1-6])$/.exec(tag)?.[1];
  if (heading) {
    swap(element, Number(heading) < 3 ? "h2" : "h3");
    // Word and Docs make headings bold themselves.
    element.querySelectorAll("b, strong").forEach(unwrap);
  } else if (((tag === "b" || tag === "strong") && isPlain) || tag.includes(":") || ["font", "u", "ins", "center"].includes(tag) || (tag === "a" && !element.hasAttribute("href"))) {
    unwrap(element);
  } else if (tag === "span" && !element.closest("h1, h2, h3, h4, h5, h6")) {
    wrap(element, [isBold ? "strong" : "", isItalic ? "em" : ""]);
  } else if (tag === "span") {
    wrap(element, [isItalic ? "em" : ""]);
  } else if (tag === "div" && !element.querySelector(blocks)) {
    swap(element, "p");
  }
}

function swap(element: HTMLElement, tag: string): void {
  const other = document.createElement(tag);
  other.append(...element.childNodes);
  element.replaceWith(other);
}

function unwrap(element: Element): void {
  element.replaceWith(...element.childNodes);
}

function wrap(element: HTMLElement, tags: string[]): void {
  for (const tag of tags.filter(Boolean)) {
    const inner = document.createElement(tag);
    inner.append(...element.childNodes);
    element.append(inner);
  }

  unwrap(element);
}
