// Lighthouse over the demo newspaper, each page as a desktop and as a phone; prints the table that the README shows.
// Usage: node tests/audit/lighthouse.mjs http://localhost:5080   (after: npm ci --ignore-scripts in tests/audit)
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const site = process.argv[2] ?? "http://localhost:5080";
const runs = Number(process.argv[3] ?? 3);
const here = dirname(fileURLToPath(import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "lighthouse-"));
const chrome = ["/usr/bin/chromium", "/usr/bin/google-chrome"].find(existsSync) ?? process.env.CHROME_PATH;
const flags =
  "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking " +
  "--disable-component-update --disable-sync";
const wanted = ["performance", "accessibility", "best-practices", "seo"];
const floors = { desktop: [100, 100, 100, 100], phone: [98, 100, 100, 100] };

const front = await (await fetch(site)).text();
const story = front.match(/card--lead[\s\S]*?href="(\/news\/[^"]+)"/)[1];
const pages = { front: "/", article: story, category: "/category/politics", search: "/search" };

// Lighthouse now and then loses the trace of a page; it says itself to try again.
const measure = (path, device, file, tries = 3) => {
  try {
    execFileSync(
      "node",
      [
        join(here, "node_modules/lighthouse/cli/index.js"),
        site + path,
        "--quiet",
        "--output=json",
        `--output-path=${file}`,
        `--only-categories=${wanted}`,
        `--chrome-flags=${flags}`,
        ...(device === "desktop" ? ["--preset=desktop"] : []),
      ],
      { env: { ...process.env, CHROME_PATH: chrome }, stdio: ["ignore", "ignore", "inherit"] },
    );
  } catch (error) {
    if (tries === 1) {
      throw error;
    }

    measure(path, device, file, tries - 1);
  }
};

let failed = false;
console.log("| page | as | performance | accessibility | best practices | SEO | LCP | CLS |");
console.log("|---|---|---|---|---|---|---|---|");
for (const [page, path] of Object.entries(pages)) {
  for (const device of ["desktop", "phone"]) {
    const reports = [];
    for (let run = 0; run < runs; run++) {
      const file = join(folder, `${page}-${device}-${run}.json`);
      measure(path, device, file);
      reports.push(JSON.parse(readFileSync(file)));
    }

    reports.sort((a, b) => a.categories.performance.score - b.categories.performance.score);
    const median = reports[Math.floor(reports.length / 2)];
    const scores = wanted.map((c) => Math.round(median.categories[c].score * 100));
    const lcp = (median.audits["largest-contentful-paint"].numericValue / 1000).toFixed(2);
    const cls = median.audits["cumulative-layout-shift"].numericValue.toFixed(3);
    console.log(`| ${page} | ${device} | ${scores.join(" | ")} | ${lcp} s | ${cls} |`);
    const low = scores.some((s, n) => s < floors[device][n]);
    if (low) {
      failed = true;
      for (const [id, audit] of Object.entries(median.audits)) {
        if (audit.score !== null && audit.score < 0.9 && wanted.some((c) => median.categories[c].auditRefs.some((r) => r.id === id && r.weight > 0))) {
          console.log(`  ${page} ${device}: ${id} ${audit.score} ${audit.displayValue ?? ""}`);
        }
      }
    }
  }
}

process.exitCode = failed ? 1 : 0;
