// Replays the attacks of the OWASP core rule set against a site that runs:
//   (cd tests/audit && npm ci --ignore-scripts)
//   git clone https://github.com/coreruleset/coreruleset
//   node tests/attack.mjs coreruleset/tests/regression/tests http://127.0.0.1:5080
// Each request as it stands, and once more where this site reads what strangers type: the words of its query as those of a
// search, its body in the form of the sign-in. What must not happen: an answer of 500 and more, what was sent coming back as
// markup, words of the database.
import { readdirSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import { createRequire } from "node:module";
import { basename, join } from "node:path";

const { parse } = createRequire(new URL("./audit/package.json", import.meta.url))("yaml");
const [folder, site] = process.argv.slice(2);
const { hostname, port, host } = new URL(site);
const [most, patience] = [8, 10_000];
const database = /PostgresException|Npgsql|syntax error at|SQLSTATE|unterminated quoted/;

function* requests() {
  for (const name of readdirSync(folder, { recursive: true }).filter((file) => file.endsWith(".yaml")).sort()) {
    for (const test of parse(readFileSync(join(folder, name), "utf8"))?.tests ?? []) {
      for (const [n, { input }] of (test.stages ?? []).entries()) {
        const id = `${basename(name, ".yaml")}-${test.test_id}.${n + 1}`;
        if (input.encoded_request) {
          yield { id, bytes: Buffer.from(input.encoded_request, "base64"), sent: [] };
          continue;
        }

        const body = `${input.data ?? ""}`;
        const uri = input.uri || "/";
        const query = uri.includes("?") ? uri.slice(uri.indexOf("?") + 1) : "";
        yield { id, ...request(input, uri, body), sent: valuesOf(query, body) };
        if (query) {
          const words = encodeURIComponent(valuesOf(query, "").join(" ").slice(0, 1500));
          yield { id: `${id} as a search`, ...request({ ...input, method: "GET" }, `/search?q=${words}`, ""), sent: valuesOf(query, "") };
          yield { id: `${id} behind the front page`, ...request({ ...input, method: "GET" }, `/?${query}`, ""), sent: valuesOf(query, "") };
        }

        if (body) {
          yield { id: `${id} as a sign-in`, ...request({ ...input, method: "POST" }, "/account/sign-in", body), sent: valuesOf("", body) };
        }
      }
    }
  }
}

function request(input, uri, body) {
  const headers = new Map(Object.entries(input.headers ?? {}).map(([name, value]) => [name, `${value}`]));
  const names = [...headers.keys()].map((name) => name.toLowerCase());
  for (const name of [...headers.keys()].filter((name) => name.toLowerCase() === "host" && headers.get(name) === "localhost")) {
    headers.set(name, host);
  }

  if (body && !names.includes("content-length") && !names.includes("transfer-encoding")) {
    headers.set("Content-Length", Buffer.byteLength(body));
  }

  if (body && !names.includes("content-type")) {
    headers.set("Content-Type", "application/x-www-form-urlencoded");
  }

  const lines = [...headers].map(([name, value]) => `${name}: ${value}\r\n`).join("");
  return { bytes: Buffer.from(`${input.method ?? "GET"} ${uri} ${input.version || "HTTP/1.1"}\r\n${lines}Connection: close\r\n\r\n${body}`) };
}

function valuesOf(...texts) {
  const values = [];
  for (const text of texts) {
    for (const part of text.split("&")) {
      try {
        values.push(decodeURIComponent(part.slice(part.indexOf("=") + 1).replaceAll("+", " ")));
      } catch {
        values.push(part);
      }
    }
  }

  return values.filter(Boolean);
}

function ask(bytes) {
  return new Promise((resolve) => {
    const begun = performance.now();
    const parts = [];
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    const end = (why) => {
      socket.destroy();
      resolve({ text: Buffer.concat(parts).toString("utf8"), why, took: performance.now() - begun });
    };
    socket.setTimeout(patience, () => end("no answer"));
    socket.on("data", (part) => parts.push(part)).on("error", () => end("cut")).on("close", () => end("closed"));
  });
}

const [statuses, times, wrong] = [new Map(), [], []];
const queue = requests();
async function work() {
  for (const { id, bytes, sent } of queue) {
    const { text, why, took } = await ask(bytes);
    const status = /^HTTP\/1\.\d (\d{3})/.exec(text)?.[1] ?? why;
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    times.push(took);
    const body = text.slice(text.indexOf("\r\n\r\n"));
    const echo = sent.find((value) => /<[a-z!?/]/i.test(value) && body.includes(value));
    const faults = [
      // 505 is what is to be said of a version of HTTP that does not exist.
      status >= "500" && status < "600" && status !== "505" && status,
      status === "no answer" && status,
      echo && `gives back ${echo.slice(0, 80)}`,
      database.test(body) && "words of the database",
    ].filter(Boolean);
    if (faults.length > 0) {
      wrong.push(`${id}: ${faults.join(", ")}`);
    }
  }
}

await Promise.all(Array.from({ length: most }, work));
times.sort((a, b) => a - b);
const at = (share) => `${times[Math.floor(share * (times.length - 1))].toFixed(1)} ms`;
console.log(`${times.length} requests; ${[...statuses].sort().map(([status, n]) => `${status}: ${n}`).join(", ")}`);
console.log(`median ${at(0.5)}, p99 ${at(0.99)}, most ${at(1)}`);
console.log(wrong.length === 0 ? "nothing wrong" : `${wrong.length} wrong:\n${wrong.join("\n")}`);
process.exitCode = wrong.length === 0 ? 0 : 1;
