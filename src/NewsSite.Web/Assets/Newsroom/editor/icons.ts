import { parts } from "../../Shared/trusted";

const shapes: Record<string, string> = {
  insert: '<path d="M12 5v14M5 12h14"/>',
  bold: '<path d="M7 5h6a3.5 3.5 0 0 1 0 7H7zM7 12h7a3.5 3.5 0 0 1 0 7H7z"/>',
  italic: '<path d="M10 5h7M7 19h7M14 5l-4 14"/>',
  link: '<path d="M10 14a4 4 0 0 0 5.7 0l3-3a4 4 0 0 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1"/>',
  quotation: '<path d="M5 5v14M9 8h10M9 12h10M9 16h6"/>',
  quote: '<path d="M10 7H5v5h4c0 3-1 4-3 5M19 7h-5v5h4c0 3-1 4-3 5"/>',
  bullets: '<path d="M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01"/>',
  numbers: '<path d="M10 6h10M10 12h10M10 18h10M4 5l1.5-1v5M4 14.5c0-2 3-1.5 3 0 0 1-3 2-3 3.5h3"/>',
  picture: '<rect x="4" y="5" width="16" height="14" rx="1.5"/><circle cx="9" cy="10" r="1.5"/><path d="m5 18 5-5 3 3 2-2 4 4"/>',
  fact: '<rect x="4" y="5" width="16" height="14" rx="1.5"/><path d="M8 9h8M8 12h8M8 15h5"/>',
  embed: '<path d="m9 7-5 5 5 5M15 7l5 5-5 5"/>',
  next: '<path d="M4 12h15M13 6l6 6-6 6"/>',
  table: '<rect x="4" y="5" width="16" height="14" rx="1.5"/><path d="M4 10h16M10 5v14"/>',
  footnote: '<path d="M4 18 8 8l4 10M5.5 14.5h5M16 6l2-1v6"/>',
  rule: '<path d="M4 12h16"/>',
  subhead: '<path d="M6 5v14M16 5v14M6 12h10"/>',
  small: '<path d="M8 8v10M15 8v10M8 13h7"/>',
  undo: '<path d="M9 7 4 12l5 5M4 12h10a5 5 0 0 1 5 5v1"/>',
  redo: '<path d="m15 7 5 5-5 5M20 12H10a5 5 0 0 0-5 5v1"/>',
};

export function icon(name: string): ChildNode[] {
  return parts(`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${shapes[name] ?? ""}</svg>`);
}
