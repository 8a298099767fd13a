interface Banner {
  story: number;
  headline: string;
  address: string;
  at: string;
  when: string;
  until: string;
}

/** What the server tells: what it leaves out is as it was. */
export interface News {
  id?: number;
  breaking?: Banner | null;
  /** With the number of the newest post, where it is told in posts. */
  stories?: { story: number; mark?: string; gone?: boolean; posts?: number }[];
}

/**
 * Shows it over the lower edge of the window: nothing that somebody reads moves for it, and it is read out when they pause.
 * @param place stands in the page already, or it would not be read out. What a new banner is given to is called with it: this file shares no code with the page's own script.
 */
export function showNews(news: News, place: HTMLElement, begin: (banner: HTMLElement) => void): void {
  if (news.breaking !== undefined) {
    showBanner(news.breaking, place, begin);
  }

  const own = document.querySelector<HTMLElement>("[data-story]");
  const story = news.stories?.find((s) => `${s.story}` === own?.dataset.story);
  if (own && story) {
    const fresh = (story.posts ?? 0) - +(document.querySelector<HTMLElement>("[data-posts]")?.dataset.posts ?? Infinity);
    if (story.gone) {
      showNote(place, "This story has been withdrawn.", "Reload the page");
    } else if (fresh > 0) {
      showNote(place, fresh === 1 ? "1 new post." : `${fresh} new posts.`, fresh === 1 ? "Show it" : "Show them");
    } else {
      showNote(place, story.mark === own.dataset.mark ? undefined : "This story has been updated.", "Show the new version");
    }
  }

  // The end of the page, and what the Tab key leads to, is not behind it.
  const height = `${place.offsetHeight}px`;
  document.documentElement.style.paddingBlockEnd = height;
  document.documentElement.style.scrollPaddingBlockEnd = height;
}

function showBanner(news: Banner | null, place: HTMLElement, begin: (banner: HTMLElement) => void): void {
  const shown = [...document.querySelectorAll<HTMLElement>(".breaking")];
  const same = shown.find((banner) => banner.querySelector("a")?.pathname === news?.address && !isHidden(banner));
  for (const banner of shown) {
    if (banner !== same) {
      // One that the page came with leaves its place empty.
      banner.closest(".live") ? banner.remove() : (banner.style.visibility = "hidden");
    }
  }

  if (news && same) {
    part(same, "headline").textContent = news.headline;
    same.dataset.until = news.until;
  } else if (news) {
    const banner = element("aside", "breaking");
    banner.ariaLabel = "Breaking news";
    banner.dataset.until = news.until;
    const page = banner.appendChild(element("div", "page"));
    const link = page.appendChild(element("a", ""));
    link.href = news.address;
    link.append(element("span", "breaking__label", "Breaking"), " ", element("span", "breaking__headline", news.headline), " ");
    const time = link.appendChild(element("time", "breaking__time", news.when));
    time.dateTime = news.at;
    time.dataset.relative = "";
    const button = page.appendChild(element("button", "breaking__dismiss", "Dismiss"));
    button.type = "button";
    button.ariaLabel = "Dismiss breaking news";
    place.append(banner);
    begin(banner);
  }
}

function showNote(place: HTMLElement, words: string | undefined, act: string): void {
  document.querySelector(".live__note")?.remove();
  if (words) {
    const note = element("p", "live__note");
    const line = note.appendChild(element("span", "page", `${words} `));
    const link = line.appendChild(element("a", "", act));
    link.href = location.pathname;
    place.prepend(note);
  }
}

const isHidden = (banner: HTMLElement): boolean => banner.style.visibility === "hidden";

const part = (banner: HTMLElement, name: string): HTMLElement => banner.querySelector<HTMLElement>(`.breaking__${name}`)!;

function element<Name extends keyof HTMLElementTagNameMap>(name: Name, style: string, words = ""): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  made.className = style;
  made.textContent = words;
  return made;
}
