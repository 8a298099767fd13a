// The blocks that the pipeline knows and Markdown does not, as fields to fill in. A block is only offered as fields
// where these give back its text, letter by letter.
export type Values = Record<string, string>;

export interface Field {
  name: string;
  label: string;
  hint?: string;
  type?: "text" | "textarea" | "url" | "picture";
  required?: boolean;
}

export interface Box {
  kind: string;
  name: string;
  fields: Field[];
  read(source: string): Values | null;
  write(values: Values): string;
}

const line = (text: string | undefined) => (text ?? "").replace(/\s+/g, " ").trim();
const escaped = (text: string) => line(text).replace(/([\\[\]])/g, "\\$1");
const unescaped = (text: string) => text.replace(/\\([\\[\]"])/g, "$1");

function box(name: string, argument: string | undefined, inside: string): string {
  const longest = Math.max(2, ...[...inside.matchAll(/^ {0,3}(:+)/gm)].map((colons) => colons[1]!.length));
  const fence = ":".repeat(longest + 1);
  return `${fence} ${name}${argument ? ` ${line(argument)}` : ""}\n${inside.trim()}\n${fence}`;
}

function inside(source: string, name: string): [argument: string, inside: string] | null {
  const found = new RegExp(`^(:{3,}) ${name}(?: (.+))?\\n([\\s\\S]*)\\n\\1$`).exec(source);
  return found ? [found[2] ?? "", found[3]!] : null;
}

const isVideo = (address: string) => /^https:\/\/(\w+\.)?(youtube\.com|youtu\.be|vimeo\.com)\//.test(address);

export const boxes: Box[] = [
  {
    kind: "quote",
    name: "Pull quote",
    fields: [
      { name: "words", label: "Words", hint: "Without quotation marks: the page draws them.", type: "textarea", required: true },
      { name: "speaker", label: "Speaker" },
    ],
    read(source) {
      const found = inside(source, "quote");
      return found && { speaker: found[0], words: found[1] };
    },
    write: ({ words, speaker }) => box("quote", speaker, words!),
  },
  {
    kind: "fact",
    name: "Fact box",
    fields: [
      { name: "title", label: "Title" },
      { name: "points", label: "Points", hint: "Markdown: a hyphen and a space before each point.", type: "textarea", required: true },
    ],
    read(source) {
      const found = inside(source, "fact");
      return found && { title: found[0], points: found[1] };
    },
    write: ({ title, points }) => box("fact", title, points!),
  },
  {
    kind: "next",
    name: "Read next",
    fields: [
      { name: "address", label: "Address of our story", hint: "Like /news/12/what-the-plan-means", required: true },
      { name: "headline", label: "Headline", required: true },
    ],
    read(source) {
      const found = /^\[((?:[^\\[\]]|\\.)*)\]\((\/news\/[\w/-]+)\)$/.exec(inside(source, "next")?.[1] ?? "");
      return found && { headline: unescaped(found[1]!), address: found[2]! };
    },
    write: ({ address, headline }) => box("next", "", `[${escaped(headline!)}](${line(address).replace(/^https?:\/\/[^/]+/, "").replace(/[?#].*$/, "")})`),
  },
  {
    kind: "embed",
    name: "Embed",
    fields: [
      { name: "address", label: "Address of the video or post", type: "url", required: true },
      { name: "name", label: "Title of the video, or who posted it" },
      { name: "handle", label: "Handle (posts)", hint: "Like @coastguard@social.example" },
      { name: "words", label: "What it shows or says", type: "textarea", required: true },
      { name: "time", label: "When it was posted (posts)", hint: "Like 17 March 2026, 12:31" },
    ],
    read(source) {
      const found = inside(source, "embed");
      if (!found) {
        return null;
      }

      const [address, text] = found;
      const parts = isVideo(address) ? [text.replace("\n", "\n\n")] : [text];
      const paragraphs = parts[0]!.split("\n\n");
      const [name = "", handle = ""] = paragraphs.length > 1 ? paragraphs.shift()!.split("\n") : [];
      const time = !isVideo(address) && paragraphs.length > 1 ? paragraphs.pop()! : "";
      return { address, name, handle, words: paragraphs.join("\n\n"), time };
    },
    write({ address, name, handle, words, time }) {
      const text = words!.trim();
      if (isVideo(line(address))) {
        return box("embed", address, [line(name), text].filter(Boolean).join("\n"));
      }

      const who = [line(name), line(name) && line(handle)].filter(Boolean).join("\n");
      return box("embed", address, [who, text, who && line(time)].filter(Boolean).join("\n\n"));
    },
  },
  {
    kind: "picture",
    name: "Picture",
    fields: [
      { name: "file", label: "Picture", type: "picture", required: true },
      { name: "alt", label: "Alt text: what is to be seen", hint: "Left empty, the library’s is used." },
      { name: "caption", label: "Caption", hint: "The credit comes by itself." },
    ],
    read(source) {
      const found = /^!\[((?:[^\\[\]]|\\.)*)\]\(\/media\/([\w.-]+)(?: "((?:[^"\\]|\\.)*)")?\)$/.exec(source);
      return found && { alt: unescaped(found[1]!), file: found[2]!, caption: unescaped(found[3] ?? "") };
    },
    write({ file, alt, caption }) {
      const title = line(caption).replace(/(["\\])/g, "\\$1");
      return `![${escaped(alt ?? "")}](/media/${file}${title && ` "${title}"`})`;
    },
  },
];

/** The box that a block is, with its fields where these give back its text. */
export function boxOf(source: string): { box: Box; values: Values | null } | null {
  const name = /^ {0,3}:{3,} *(\w+)/.exec(source)?.[1]?.toLowerCase() ?? (/^!\[[^\n]*\)$/.test(source) ? "picture" : "");
  const found = boxes.find((b) => b.kind === name);
  if (!found) {
    return null;
  }

  const values = found.read(source);
  return { box: found, values: values && found.write(values) === source ? values : null };
}
