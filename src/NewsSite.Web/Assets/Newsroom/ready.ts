import { parts } from "../Shared/trusted";

/** Says what is still to do before the story can go out, of the words that were kept last. */
export function ready(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-write]");
  const panel = document.querySelector<HTMLElement>("[data-ready]");
  let isAsking = false;
  form?.addEventListener("kept", async () => {
    if (!panel || isAsking) {
      return;
    }

    isAsking = true;
    try {
      const answer = await fetch(`/newsroom/write/${form.dataset.id}?handler=Ready`);
      if (answer.ok && !answer.redirected && !panel.contains(document.activeElement)) {
        panel.replaceChildren(...parts(await answer.text()));
      }
    } catch {
      // What stands there is a little older.
    }

    isAsking = false;
  });
}
