// A page that another server began before it heard of the act may say that it was made after it; such a page is not kept, and
// after this time every server has heard.
const heard = 250;
const again = 500;

/**
 * Asks for each address of a receipt, as a reader with an empty cache would, until the answer is newer than the act: its
 * text has the mark of the new version, or it was made later, by what it says itself or by its date, less the time that a
 * cache kept it. All times are the server's own.
 */
export function receipt(): void {
  const section = document.querySelector<HTMLElement>("[data-receipt]");
  if (!section) {
    return;
  }

  const at = Number(section.dataset.receipt);
  const clock = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium", timeZone: section.dataset.zone! });
  const rows = [...section.querySelectorAll("tbody tr")];
  const status = section.querySelector("[data-receipt-status]")!;
  status.textContent = "Asking for each of them…";
  void pause(heard).then(async () => {
    const times = await Promise.all(rows.map((row) => ask(row, at, clock)));
    const late = times.filter((time) => time === null).length;
    status.textContent =
      late > 0
        ? `${late} of them still answer as before. Reload this page to ask again.`
        : `All of them are fresh, the last at ${clock.format(Math.max(...times.map(Number)))}.`;
  });
}

async function ask(row: Element, at: number, clock: Intl.DateTimeFormat): Promise<number | null> {
  const link = row.querySelector("a")!;
  const cell = row.querySelector("[data-fresh]")!;
  for (let tries = 0; tries < 30; tries++) {
    try {
      const answer = await fetch(link.href, { cache: "no-store", credentials: "omit" });
      const date = Date.parse(answer.headers.get("date") ?? "");
      const made = Number(answer.headers.get("made") ?? date - 1000 * Number(answer.headers.get("age") ?? 0));
      const mark = link.dataset.mark;
      if (mark ? (await answer.text()).includes(mark) : made > at) {
        // A date has whole seconds, and servers look at the clock once in each.
        const seen = Math.max(date, at);
        cell.textContent = clock.format(seen);
        return seen;
      }
    } catch {
      // The network failed; the next try may not.
    }

    await pause(again);
  }

  cell.textContent = "Not yet";
  return null;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
