import { cancelled, picturesIn, sendPicture, type Sending, uploadKey } from "./send-picture";

const atOnce = 2;

/** Sends pictures as soon as they are chosen, dropped or pasted, each with its own progress and answer. */
export function uploads(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-upload]");
  const list = document.querySelector<HTMLElement>("[data-upload-list]");
  const sum = document.querySelector<HTMLElement>("[data-upload-sum]");
  const input = form?.querySelector<HTMLInputElement>("input[type=file]");
  const panel = form?.closest<HTMLElement>("[data-drop]");
  if (!form || !list || !sum || !input || !panel) {
    return;
  }

  const waiting: Row[] = [];
  const rows: Row[] = [];
  let open = 0;

  const next = () => {
    while (open < atOnce && waiting.length > 0) {
      open++;
      void waiting.shift()!.send().finally(() => {
        open--;
        next();
      });
    }

    const ended = rows.filter((row) => row.isEnded).length;
    const added = rows.filter((row) => row.isAdded).length;
    sum.textContent = rows.length === 0 ? "" : ended < rows.length ? `${ended} of ${rows.length} done` : `${added} of ${rows.length} in the library`;
  };
  const add = (files: File[]) => {
    for (const file of files) {
      const row = new Row(file, (again) => {
        waiting.push(again);
        next();
      });
      rows.push(row);
      list.append(row.dom);
      waiting.push(row);
    }

    next();
  };

  input.addEventListener("change", () => {
    add([...(input.files ?? [])]);
    input.value = "";
  });
  panel.addEventListener("dragover", (event) => {
    event.preventDefault();
    panel.dataset.over = "true";
  });
  panel.addEventListener("dragleave", () => delete panel.dataset.over);
  panel.addEventListener("drop", (event) => {
    event.preventDefault();
    delete panel.dataset.over;
    // What is no picture goes along: the library says why it is not taken.
    add([...(event.dataTransfer?.files ?? [])]);
  });
  document.addEventListener("paste", (event) => add(picturesIn(event.clipboardData)));
  window.addEventListener("beforeunload", (event) => {
    if (rows.some((row) => !row.isEnded)) {
      event.preventDefault();
    }
  });
  for (const part of document.querySelectorAll<HTMLElement>("[data-if-no-script]")) {
    part.remove();
  }
}

/** One file of the list. */
class Row {
  readonly dom = document.createElement("li");
  isEnded = false;
  isAdded = false;
  private readonly key = uploadKey();
  private readonly bar = document.createElement("progress");
  private readonly said = document.createElement("span");
  private readonly act = document.createElement("button");
  private sending: Sending | null = null;

  constructor(
    private readonly file: File,
    private readonly retry: (row: Row) => void,
  ) {
    const name = document.createElement("span");
    name.className = "upload__name";
    name.textContent = file.name;
    this.dom.className = "upload__file";
    this.bar.max = 100;
    this.bar.setAttribute("aria-label", `Progress of ${file.name}`);
    this.said.className = "upload__said";
    this.said.textContent = "Waiting";
    this.act.type = "button";
    this.act.className = "button";
    this.act.addEventListener("click", () => this.press());
    this.dom.append(name, this.bar, this.said, this.act);
    this.offer("Cancel");
  }

  async send(): Promise<void> {
    if (this.isEnded) {
      return;
    }

    this.sending = sendPicture(this.file, this.key, (percent) => {
      this.bar.value = percent;
      this.said.textContent = percent < 100 ? `${percent} %` : "Looking at it";
    });
    try {
      const taken = await this.sending.done;
      if (taken.refused !== null) {
        this.end("refused", taken.refused);
        return;
      }

      this.isAdded = true;
      this.end("done", taken.wasKnown ? "Already in the library. " : "Added. ");
      const link = document.createElement("a");
      link.href = `/newsroom/pictures/${taken.id}`;
      link.textContent = taken.wasKnown ? "Use that" : "Describe it";
      this.said.append(link);
      const image = new Image(64, 48);
      image.src = taken.image!;
      image.alt = "";
      image.className = "upload__image";
      this.dom.prepend(image);
    } catch (fault) {
      const words = (fault as Error).message;
      this.end(words === cancelled ? "cancelled" : "failed", words);
      this.offer("Try again");
    }
  }

  private press(): void {
    if (!this.isEnded) {
      this.sending?.cancel();
      if (!this.sending) {
        this.end("cancelled", cancelled);
        this.offer("Try again");
      }

      return;
    }

    this.isEnded = false;
    this.sending = null;
    this.dom.dataset.state = "";
    this.bar.hidden = false;
    this.said.textContent = "Waiting";
    this.offer("Cancel");
    this.retry(this);
  }

  private end(state: string, words: string): void {
    this.isEnded = true;
    this.dom.dataset.state = state;
    this.bar.hidden = true;
    this.act.hidden = true;
    this.said.textContent = words;
  }

  private offer(words: string): void {
    this.act.hidden = false;
    this.act.textContent = words;
    this.act.setAttribute("aria-label", `${words}: ${this.file.name}`);
  }
}
