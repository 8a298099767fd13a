import { endAtTime } from "./breaking-ends";
import { isDismissed } from "./dismissed";
import type { News } from "./live-news";
import { refreshTimes } from "./relative-times";

const soon = 2_000;
const patience = 3;
const pause = 30_000;
const polls = 10;

/** Keeps a page that somebody looks at in step with the newsroom: it listens, or asks now and then where it cannot. */
export function live(): void {
  const address = document.body.dataset.live;
  let source: EventSource | undefined;
  let timer = 0;
  let known: number | undefined;
  let failures = 0;
  let asked = 0;

  const hear = async (news: News, isChange = false): Promise<void> => {
    known = news.id ?? known;
    if (news.breaking && isDismissed(news.breaking.address, news.breaking.until)) {
      news.breaking = null;
    }

    const place = document.querySelector<HTMLElement>(".live") ?? box();
    if (isChange || isOther(news)) {
      (await import("./live-news")).showNews(news, place, (banner) => {
        refreshTimes();
        endAtTime(banner);
      });
    }
  };

  // A browser opens six connections to a site at once, for all its tabs: one that nobody sees needs none.
  const begin = (): void => {
    source?.close();
    clearTimeout(timer);
    if (document.visibilityState !== "visible") {
      return;
    }

    if (failures >= patience || !("EventSource" in window)) {
      ask(Math.random() * pause);
      return;
    }

    source = new EventSource(known === undefined ? address! : `${address}?after=${known}`);
    source.onopen = () => (failures = 0);
    source.onerror = () => {
      // The browser comes again by itself, each at a time of its own, unless it was sent away.
      failures = source?.readyState === EventSource.CLOSED ? patience : failures + 1;
      if (failures >= patience) {
        begin();
      }
    };
    for (const name of ["state", "change"]) {
      source.addEventListener(name, (event: MessageEvent<string>) => hear(JSON.parse(event.data), name === "change"));
    }
  };

  const ask = (after: number): void => {
    timer = setTimeout(async () => {
      const answer = await fetch(`${address}/latest.json`).catch(() => undefined);
      if (answer?.ok) {
        hear(await answer.json());
      }

      asked += 1;
      if (asked % polls === 0) {
        failures = 0;
        begin();
      } else if (document.visibilityState === "visible") {
        ask(pause + Math.random() * 10_000);
      }
    }, after);
  };

  // Not in the way of the page itself; and who leaves at once never listened.
  if (address) {
    addEventListener("load", () =>
      setTimeout(() => {
        begin();
        document.addEventListener("visibilitychange", begin);
      }, soon),
    );
  }
}

/** There before anything is put into it, or it would not be read out. */
function box(): HTMLElement {
  const made = document.body.appendChild(document.createElement("div"));
  made.className = "live";
  made.ariaLive = "polite";
  return made;
}

// Whether it says anything that the page does not show.
function isOther(news: News): boolean {
  const own = document.querySelector<HTMLElement>("[data-story]")?.dataset;
  const posts = document.querySelector<HTMLElement>("[data-posts]")?.dataset.posts ?? Infinity;
  return (
    (news.breaking?.address ?? "") !== (document.querySelector<HTMLAnchorElement>(".breaking:not([style]) a")?.pathname ?? "") ||
    !!news.stories?.some((s) => `${s.story}` === own?.story && (s.mark !== own.mark || s.posts! > +posts))
  );
}
