import { inert } from "../Shared/trusted";

const pause = 2000;

/** Shows how far something is that a server does, until it is done: then the page is another one. */
export function underWay(): void {
  const part = document.querySelector<HTMLElement>('[data-under-way="true"]');
  if (part) {
    setTimeout(() => void look(part), pause);
  }
}

async function look(part: HTMLElement): Promise<void> {
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    const fresh = answer.ok ? inert(await answer.text()).querySelector('[data-under-way="true"]') : undefined;
    if (fresh === null) {
      location.reload();
      return;
    }

    if (fresh) {
      part.replaceChildren(...fresh.childNodes);
    }
  } catch {
    // The network failed; the next try may not.
  }

  setTimeout(() => void look(part), pause);
}
