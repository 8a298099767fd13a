import { parts } from "../Shared/trusted";

const pause = 400;

/** Shows the text beside its field as readers will see it: the server lays it out, as it will when the story goes out. */
export function livePreview(): void {
  const pane = document.querySelector<HTMLElement>("[data-live-preview]");
  const text = document.querySelector<HTMLTextAreaElement>("#Input_Body");
  const page = pane?.querySelector(".prose");
  const token = document.querySelector<HTMLInputElement>("form[data-write] [name=__RequestVerificationToken]");
  if (!pane || !text || !page || !token) {
    return;
  }

  let timer = 0;
  let running: AbortController | undefined;
  const show = async () => {
    if (text.hidden) {
      return;
    }

    running?.abort();
    running = new AbortController();
    try {
      const answer = await fetch("/newsroom/render", {
        method: "POST",
        body: new URLSearchParams({ body: text.value, __RequestVerificationToken: token.value }),
        signal: running.signal,
      });
      if (answer.ok && !answer.redirected) {
        page.replaceChildren(...parts(await answer.text()));
        pane.hidden = text.value.trim() === "";
      }
    } catch {
      // Overtaken by a newer text, or the network is away: what is shown stays.
    }
  };
  text.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(show, pause);
  });
  // The rich text looks like the story itself: beside it there is nothing to show.
  text.addEventListener("shown", show);
}
