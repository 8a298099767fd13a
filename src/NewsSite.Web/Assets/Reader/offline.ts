// The page for being offline: lists the articles that this device keeps.
import { inert } from "../Shared/trusted";
import { isArticle, keptPages } from "./kept-pages";

const kept = document.querySelector<HTMLElement>("[data-kept]");
const list = kept?.querySelector("ul");
if (kept && list && "caches" in window) {
  const store = await caches.open(keptPages);
  for (const request of [...(await store.keys())].reverse()) {
    const path = new URL(request.url).pathname;
    const page = isArticle(path) ? await (await store.match(request))?.text() : undefined;
    const title = page && inert(page).querySelector("h1")?.textContent;
    if (title) {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = path;
      link.textContent = title.trim();
      item.append(link);
      list.append(item);
    }
  }

  kept.hidden = list.childElementCount === 0;
}

document.querySelector("[data-retry]")?.addEventListener("click", (event) => {
  event.preventDefault();
  location.reload();
});
