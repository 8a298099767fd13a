import { Keeper } from "./keep";
import { Desk, type Room } from "./writing-desk";

const beat = 2_000;

/** Keeps what is typed, shows who else is in the story, and saves with Ctrl+S. */
export function writingDesk(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-write]");
  if (!form) {
    return;
  }

  const desk = new Desk(form);
  const keeper = new Keeper(desk);
  const look = async () => {
    if (desk.hasId && !desk.isLeaving) {
      try {
        const answer = await desk.ask("Seen");
        if (answer.ok && !answer.redirected) {
          desk.enter((await answer.json()) as Room);
        }
      } catch {
        // The network is away; the keeper says so when there is something to keep.
      }
    }

    window.setTimeout(look, beat);
  };
  void look();
  addEventListener("pagehide", () => desk.leave());
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "s") {
      event.preventDefault();
      form.querySelector<HTMLButtonElement>("button[data-save]")?.click();
    }
  });
  void keeper;
}
