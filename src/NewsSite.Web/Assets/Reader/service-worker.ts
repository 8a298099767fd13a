/// <reference lib="webworker" />
// Keeps the last articles that were read, for when there is no network. Only the reader's pages: staff pages, forms and
// answers that are not plain 200 are never touched.
import { isArticle, keptArticles, keptPages, offlinePage, offlineScript } from "./kept-pages";

declare const self: ServiceWorkerGlobalScope;

const staff = /^\/(newsroom|admin|account|preview)(\/|$)/;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(keptPages)
      .then((store) => store.addAll([offlinePage, offlineScript]))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim().then(keepOpen)));

self.addEventListener("fetch", (event) => {
  const path = new URL(event.request.url).pathname;
  const isPage = event.request.mode === "navigate" && event.request.method === "GET" && !staff.test(path);
  if (isPage || path === offlineScript) {
    event.respondWith(answer(event.request, path));
  }
});

async function answer(request: Request, path: string): Promise<Response> {
  try {
    const fresh = await fetch(request);
    if (isArticle(path)) {
      await keep(request, fresh.clone());
    }

    return fresh;
  } catch {
    const store = await caches.open(keptPages);
    return (await store.match(request)) ?? (await store.match(offlinePage)) ?? Response.error();
  }
}

/** The article that brought this worker was read before there was one. */
async function keepOpen(): Promise<void> {
  for (const { url } of await self.clients.matchAll({ type: "window" })) {
    if (isArticle(new URL(url).pathname)) {
      await keep(new Request(url), await fetch(url));
    }
  }
}

async function keep(request: Request, fresh: Response): Promise<void> {
  const store = await caches.open(keptPages);

  // Deleting first puts the page last in the order, and takes a withdrawn story from the device.
  await store.delete(request);
  if (fresh.status === 200 && !fresh.redirected) {
    await store.put(request, fresh);
  }

  const articles = (await store.keys()).filter((kept) => isArticle(new URL(kept.url).pathname));
  for (const old of articles.slice(0, -keptArticles)) {
    await store.delete(old);
  }
}
