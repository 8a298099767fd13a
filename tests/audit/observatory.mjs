// Mozilla's Observatory over answers that were taken down from a server: reads them as JSON from standard input, and prints
// each one's score with what it was made of. Its own scan asks a public host, and no page but the first one.
// Usage: node tests/audit/observatory.mjs < answers.json   (after: npm ci --ignore-scripts in tests/audit)
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { AxiosHeaders } from "axios";
import { CookieJar } from "tough-cookie";

const observatory = new URL("node_modules/@mdn/mdn-http-observatory/", import.meta.url);
// The hosts that browsers know to speak TLS, which its install script would fetch: ours is none of them.
const preloaded = new URL("conf/hsts-preload.json", observatory);
if (!existsSync(preloaded)) {
  writeFileSync(preloaded, "{}");
}

const [{ ALL_TESTS }, { Requests }, { parseHttpEquivHeaders }, { MINIMUM_SCORE_FOR_EXTRA_CREDIT }, { getGradeForScore, getScoreModifier }] =
  await Promise.all(
    ["constants", "types", "retriever/utils", "grader/charts", "grader/grader"].map((file) => import(new URL(`src/${file}.js`, observatory))),
  );

/** Judges one answer as the scan does, which does not take apart what it fetched from how it is judged. */
function score({ address, status, headers, cookies, body }) {
  const url = new URL(address);
  const answer = { status, headers: new AxiosHeaders(headers), request: { headers: {} }, verified: true };
  const requests = new Requests(url.hostname);
  requests.resources.path = body;
  requests.session = { url, jar: new CookieJar() };
  cookies.forEach((cookie) => requests.session.jar.setCookieSync(cookie, address));
  requests.responses = {
    auto: { ...answer, httpEquiv: parseHttpEquivHeaders(body, address) },
    https: answer,
    cors: answer,
    // The proxy that speaks TLS leads there.
    http: answer,
    httpRedirects: [`http://${url.host}/`, address].map((to) => ({ url: new URL(to), status: 301 })),
    httpsRedirects: [],
  };
  const results = ALL_TESTS.map((test) => test(requests)).map(({ constructor, result }) => [constructor.name, result, getScoreModifier(result)]);
  const lost = results.reduce((sum, [, , points]) => sum + Math.min(points, 0), 100);
  const all = results.reduce((sum, [, , points]) => sum + points, 100);
  return { ...getGradeForScore(lost >= MINIMUM_SCORE_FOR_EXTRA_CREDIT ? all : lost), results: Object.fromEntries(results.map(([test, result]) => [test, result])) };
}

console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(score)));
