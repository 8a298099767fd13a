type Drop = "before" | "inside" | "after";

/** Makes the list of sections a tree that is walked and put in order by keyboard and by dragging. Without script it has buttons. */
function sectionTree(): void {
  const list = document.querySelector<HTMLElement>("[data-tree]");
  const said = document.querySelector<HTMLElement>("[data-tree-said]");
  if (!list || !said) {
    return;
  }

  const rows = () => [...list.querySelectorAll<HTMLElement>(".tree__row")];
  const level = (row: HTMLElement) => Number(row.dataset["level"]);
  const name = (row: HTMLElement) => row.querySelector("a")?.textContent ?? "";
  const parent = (row: HTMLElement) => {
    const all = rows();
    return all.slice(0, all.indexOf(row)).findLast((other) => level(other) < level(row));
  };
  const siblings = (row: HTMLElement) => rows().filter((other) => level(other) === level(row) && parent(other) === parent(row));
  const children = (row: HTMLElement) => rows().filter((other) => parent(other) === row);

  const dress = () => {
    list.role = "tree";
    list.setAttribute("aria-labelledby", "tree");
    list.setAttribute("aria-describedby", "tree-keys");
    for (const row of rows()) {
      const beside = siblings(row);
      row.role = "treeitem";
      row.draggable = true;
      row.tabIndex = -1;
      row.ariaLevel = String(level(row));
      row.ariaSetSize = String(beside.length);
      row.ariaPosInSet = String(beside.indexOf(row) + 1);
      row.setAttribute("aria-label", `${name(row)}, ${row.querySelector(".tree__slug")?.textContent ?? ""}`);
      // One stop for the tab key; Enter opens the section, and Ctrl with arrows does what the buttons do.
      row.querySelectorAll<HTMLElement>("a, button").forEach((inner) => (inner.tabIndex = -1));
      row.querySelector("a")!.draggable = false;
    }

    const first = rows()[0];
    if (first) {
      first.tabIndex = 0;
    }
  };

  const stand = (row: HTMLElement | undefined) => {
    if (row) {
      rows().forEach((other) => (other.tabIndex = other === row ? 0 : -1));
      row.focus();
    }
  };

  let turn: Promise<void> = Promise.resolve();

  /** Sends the new place, and shows the tree as the server has it then. */
  const place = async (row: HTMLElement, into: HTMLElement | undefined, number: number) => {
    const id = row.dataset["id"] ?? "";
    const body = new FormData(row.querySelector("form")!);
    body.set("place", String(number));
    body.set("parent", into?.dataset["id"] ?? "");
    list.ariaBusy = "true";
    try {
      const page = await send(`/admin/categories?handler=Place&id=${id}`, body);
      const fresh = page.querySelector("[data-tree]");
      if (!fresh) {
        throw new Error("no tree");
      }

      const isHere = list.contains(document.activeElement);
      list.replaceChildren(...fresh.children);
      dress();
      const moved = rows().find((other) => other.dataset["id"] === id);
      if (isHere) {
        stand(moved);
      }

      const wrong = page.querySelector("main .summary li")?.textContent;
      const above = moved && parent(moved);
      said.textContent =
        wrong ?? `${name(row)} is number ${moved?.ariaPosInSet} of ${moved?.ariaSetSize}${above ? ` in ${name(above)}` : ""}.`;
      said.classList.toggle("visually-hidden", !wrong);
    } catch {
      said.textContent = `${name(row)} was not moved: the server did not answer. Try again.`;
      said.classList.remove("visually-hidden");
    } finally {
      list.ariaBusy = null;
    }
  };

  const move = (row: HTMLElement, key: string) => {
    const beside = siblings(row);
    const at = beside.indexOf(row);
    const [above, before] = [parent(row), beside[at - 1]];
    if (key === "ArrowUp" && at > 0) {
      return place(row, above, at);
    } else if (key === "ArrowDown" && at < beside.length - 1) {
      return place(row, above, at + 2);
    } else if (key === "ArrowRight" && before) {
      return place(row, before, children(before).length + 1);
    } else if (key === "ArrowLeft" && above) {
      return place(row, parent(above), siblings(above).indexOf(above) + 2);
    }

    return undefined;
  };

  const walk = (row: HTMLElement, key: string): HTMLElement | undefined => {
    const all = rows();
    const at = all.indexOf(row);
    const steps: Record<string, HTMLElement | undefined> = {
      ArrowUp: all[at - 1],
      ArrowDown: all[at + 1],
      ArrowLeft: parent(row),
      ArrowRight: children(row)[0],
      Home: all[0],
      End: all.at(-1),
    };
    return steps[key];
  };

  list.addEventListener("keydown", (event) => {
    const row = event.target as HTMLElement;
    if (!row.matches(".tree__row") || event.altKey || event.metaKey) {
      return;
    }

    if (event.key === "Enter") {
      row.querySelector("a")?.click();
    } else if (/^(Arrow|Home|End)/.test(event.key)) {
      event.preventDefault();
      if (event.ctrlKey) {
        // One after the other, each on the tree that the one before left.
        const { key } = event;
        turn = turn.then(() => {
          const now = rows().find((other) => other.dataset["id"] === row.dataset["id"]);
          return now && move(now, key);
        });
      } else {
        stand(walk(row, event.key));
      }
    }
  });
  drag(list, (row, on, where) => {
    const [into, beside] = where === "inside" ? [on, children(on)] : [parent(on), siblings(on)];
    const others = beside.filter((other) => other !== row);
    void place(row, into, (where === "inside" ? others.length : others.indexOf(on) + (where === "after" ? 1 : 0)) + 1);
  });
  dress();
}

function drag(list: HTMLElement, drop: (row: HTMLElement, on: HTMLElement, where: Drop) => void): void {
  let dragged: HTMLElement | undefined;
  const target = (event: DragEvent) => (event.target as HTMLElement).closest<HTMLElement>(".tree__row");
  const clear = () => list.querySelectorAll<HTMLElement>("[data-drop]").forEach((row) => delete row.dataset["drop"]);
  const where = (row: HTMLElement, event: DragEvent): Drop => {
    const box = row.getBoundingClientRect();
    const part = (event.clientY - box.top) / box.height;
    return part < 0.3 ? "before" : part > 0.7 ? "after" : "inside";
  };
  list.addEventListener("dragstart", (event) => {
    dragged = target(event) ?? undefined;
    event.dataTransfer?.setData("text/plain", dragged?.dataset["id"] ?? "");
  });
  list.addEventListener("dragover", (event) => {
    const row = target(event);
    clear();
    if (dragged && row && row !== dragged) {
      event.preventDefault();
      row.dataset["drop"] = where(row, event);
    }
  });
  list.addEventListener("drop", (event) => {
    const row = target(event);
    clear();
    if (dragged && row && row !== dragged) {
      event.preventDefault();
      drop(dragged, row, where(row, event));
    }
  });
  list.addEventListener("dragend", () => {
    clear();
    dragged = undefined;
  });
}

/** The page that answers, read by the browser itself: text is made into HTML in one place only, and not in this file. */
function send(address: string, body: FormData): Promise<Document> {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.responseType = "document";
    request.onload = () => (request.response ? done(request.response as Document) : failed(new Error("no page")));
    request.onerror = () => failed(new Error("no answer"));
    request.send(body);
  });
}

sectionTree();
