// Two bundles, one for readers and one for the newsroom, and the fonts cut down to the letters that we use.
import { mkdirSync, readFileSync, writeFileSync, rmSync, copyFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import esbuild from "esbuild";
import subsetFont from "subset-font";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "../wwwroot/dist");
const fonts = join(here, "node_modules/.fonts");
const require = createRequire(import.meta.url);

const range = (from, to) => Array.from({ length: to - from + 1 }, (_, n) => String.fromCodePoint(from + n)).join("");
const letters = range(0x20, 0x7e) + range(0xa0, 0xff) + "–—‘’“”‹›•…€™−×→↑★☆";

// Letters that few pages need have files of their own; the style sheet says which those are, and only here it is read.
const rare = readFileSync(join(here, "Shared/fonts.css"), "utf8")
  .match(/unicode-range: ([^;]+)/)[1]
  .split(",")
  .map((part) => part.trim().slice(2).split("-").map((code) => parseInt(code, 16)))
  .map(([from, to]) => range(from, to ?? from))
  .join("");
const common = [...letters].filter((letter) => !rare.includes(letter)).join("");

const cuts = [
  ["newsreader", "newsreader-latin-standard-normal", "headline", { opsz: 36, wght: { min: 400, max: 700 } }],
  ["newsreader", "newsreader-latin-wght-normal", "body", { wght: { min: 400, max: 700 } }],
  ["newsreader", "newsreader-latin-wght-italic", "body-italic", { wght: 400 }],
  ["public-sans", "public-sans-latin-wght-normal", "interface", { wght: { min: 400, max: 800 } }],
];

rmSync(out, { recursive: true, force: true });
mkdirSync(join(out, "fonts"), { recursive: true });
mkdirSync(fonts, { recursive: true });
for (const [family, file, name, variationAxes] of cuts) {
  const whole = readFileSync(require.resolve(`@fontsource-variable/${family}/files/${file}.woff2`));
  for (const [file, text] of [[name, common], [`rare-${name}`, rare]]) {
    writeFileSync(join(fonts, `${file}.woff2`), await subsetFont(whole, text, { targetFormat: "woff2", variationAxes }));
  }
}

// The server draws cards for stories without a picture: it reads plain TrueType, and one weight of it.
const headline = readFileSync(require.resolve("@fontsource-variable/newsreader/files/newsreader-latin-standard-normal.woff2"));
writeFileSync(
  join(out, "fonts/card.ttf"),
  await subsetFont(headline, letters, { targetFormat: "truetype", variationAxes: { opsz: 36, wght: 600 } }),
);
for (const family of ["newsreader", "public-sans"]) {
  copyFileSync(join(here, `node_modules/@fontsource-variable/${family}/LICENSE`), join(out, `fonts/OFL-${family}.txt`));
}

const bundles = {
  absWorkingDir: here,
  entryNames: "[name]",
  assetNames: "fonts/[name]-[hash]",
  outdir: out,
  // The reader's style stands inside the pages, so its fonts are named from the root.
  publicPath: "/dist",
  bundle: true,
  minify: true,
  format: "esm",
  alias: {
    fonts,
    // A table instead of the browser's own reading of HTML, which the pages' policy refuses.
    "decode-named-character-reference": require.resolve("decode-named-character-reference"),
  },
  loader: { ".woff2": "file" },
  logLevel: "warning",
};
await esbuild.build({
  ...bundles,
  entryPoints: [
    "Reader/reader.css",
    "Reader/bare.css",
    // For the pages of live blogs.
    "Reader/live-blog.css",
    "Reader/offline.ts",
    "Reader/try-again.ts",
    "Reader/service-worker.ts",
    "Newsroom/newsroom.css",
    "Newsroom/passkeys.ts",
    // For one screen of admins.
    "Newsroom/tree.ts",
  ],
});
// What shows news on an open page is fetched when there is some.
await esbuild.build({ ...bundles, entryPoints: ["Reader/reader.ts"], splitting: true, chunkNames: "[name]" });
// The newsroom's script fetches the editor only where somebody writes. It stands on @milkdown/kit, because that reads
// and writes Markdown by remark, and so keeps what other editors lose.
await esbuild.build({ ...bundles, entryPoints: ["Newsroom/newsroom.ts"], splitting: true, chunkNames: "[name]" });

// Staff stay for hours and want their letters as soon as they are there; readers want a page that never moves.
const newsroom = join(out, "newsroom.css");
writeFileSync(newsroom, readFileSync(newsroom, "utf8").replaceAll("font-display:optional", "font-display:swap"));
