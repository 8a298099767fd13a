import { inert } from "../Shared/trusted";
import { say } from "./notice";

/** What the server tells about a story that stands open. */
export interface Room {
  id: number;
  outcome: "Kept" | "Overtaken" | "NotWriting" | null;
  keptAt: string;
  mayWrite: boolean;
  mayTakeOver: boolean;
  writer: { name: string | null; since: string; lastKept: string | null } | null;
  others: string[];
  head: { number: number; by: string; at: string };
}

/** The writing form, the window it stands in, and what the server knows of both. */
export class Desk {
  readonly text: HTMLTextAreaElement;
  mayWrite = true;
  isConflict: boolean;
  isLeaving = false;
  private id: string;
  /** Says whether nothing was typed since the page came. */
  untouched: () => boolean = () => true;
  /** Called when this window is given the pen. */
  gotPen: () => void = () => undefined;
  private readonly window = crypto.randomUUID();
  private former = sessionStorage.getItem("window") ?? "";
  private sequence = 0;
  private hadPen = false;
  private handsOn = false;

  constructor(readonly form: HTMLFormElement) {
    this.text = form.querySelector<HTMLTextAreaElement>("#Input_Body")!;
    this.id = form.dataset.id ?? "";
    this.isConflict = form.dataset.conflict === "True";
    this.field("Input.Window").value = this.window;
    sessionStorage.setItem("window", this.window);
    form.addEventListener("submit", (event) => {
      this.isLeaving = true;

      // Whoever hands the story on has done with it: the next one need not wait for the pen.
      this.handsOn = (event.submitter as HTMLButtonElement | null)?.formAction.includes("handler=Act") ?? false;
    });
  }

  /** Names the words of this person and story in the browser. */
  get key(): string {
    return `${this.keyStart}${this.id || this.field("Input.Key").value}`;
  }

  /** What the keys of this story begin with; a new story finds the words of any that was never sent. */
  get keyStart(): string {
    return this.id ? `${this.form.dataset.staff}:story:${this.id}` : `${this.form.dataset.staff}:new:`;
  }

  get basedOn(): string {
    return this.field("Input.BasedOn").value;
  }

  /** Whether the server has the words that the browser sent before this page came. */
  get isHeld(): boolean {
    return this.form.dataset.held === "True";
  }

  /** Puts the form's words together with the newest version anew. */
  compare(basedOn: string): void {
    this.field("Input.BasedOn").value = basedOn;
    this.field("Input.Over").value = "";
    this.form.querySelector<HTMLButtonElement>("[data-save]")?.click();
  }

  get hasId(): boolean {
    return this.id !== "";
  }

  get dialogOpen(): boolean {
    return document.querySelector("dialog[open]") !== null;
  }

  /** Numbers what is sent next. */
  mark(): void {
    this.field("Input.Sequence").value = String(++this.sequence);
  }

  /** Sends the form to the keeper's address. */
  post(handler: string): Promise<Response> {
    this.mark();
    const body = new FormData(this.form);
    body.set("window", this.window);
    return fetch(`/newsroom/keep/${this.id}${handler && `?handler=${handler}`}`, { method: "POST", body });
  }

  /** Sends only who this is: cheap, every two seconds. */
  ask(handler: string): Promise<Response> {
    return fetch(`/newsroom/keep/${this.id}?handler=${handler}`, { method: "POST", body: this.card() });
  }

  /** After a new sign-in: takes the new session's token. False where it is another person's session. */
  async renew(): Promise<boolean> {
    const page = await (await fetch(`/newsroom/write/${this.id}`)).text();
    const form = inert(page).querySelector<HTMLFormElement>("form[data-write]");
    const token = form?.querySelector<HTMLInputElement>("[name=__RequestVerificationToken]")?.value;
    if (token && form.dataset.staff === this.form.dataset.staff) {
      this.field("__RequestVerificationToken").value = token;
      return true;
    }

    return false;
  }

  leave(): void {
    if (this.id && (!this.isLeaving || this.handsOn)) {
      navigator.sendBeacon(`/newsroom/keep/${this.id}?handler=Leave`, this.card());
    }
  }

  state(kind: string, words: string): void {
    const state = document.querySelector<HTMLElement>("[data-saved]");
    if (state) {
      state.dataset.state = kind;
      state.textContent = words;
    }
  }

  /** There are words newer than the newest version. */
  newer(): void {
    document.querySelector("[data-newer]")?.removeAttribute("hidden");
  }

  /** Takes in what the server says: a new story's id, who writes, whether somebody saved. */
  enter(room: Room): void {
    if (!this.id) {
      this.begin(room);
    }

    this.former = "";
    const lost = this.hadPen && !room.mayWrite;
    const won = !this.mayWrite && room.mayWrite;
    this.hadPen = this.mayWrite = room.mayWrite;
    this.form.inert = !room.mayWrite;
    if (won) {
      this.state("saved", "");
      this.gotPen();
    }

    const others = document.querySelector<HTMLElement>("[data-others]");
    if (others) {
      const words = room.others.length > 0 ? `Also here: ${room.others.join(", ")}` : "";
      others.textContent = others.textContent === words ? others.textContent : words;
    }

    if (!room.mayWrite && room.writer) {
      this.showWriter(room, lost);
    } else {
      say(null, "reading");
      this.showNewer(room);
    }
  }

  private begin(room: Room): void {
    this.id = String(room.id);
    this.form.dataset.id = this.id;
    this.form.action = `/newsroom/write/${this.id}`;
    this.field("Input.BasedOn").value = String(room.head.number);
    history.replaceState(history.state, "", this.form.action);
  }

  private showWriter(room: Room, lost: boolean): void {
    const { name, since, lastKept } = room.writer!;
    this.state("reading", name ? `🔒 ${name} is editing` : "🔒 Open in another window");
    const words =
      name === null ? "You have this story open in another window."
      : lost ? `${name} has taken over. Your text is saved as a version in the history.`
      : `${name} has been editing since ${since}.${lastKept ? ` Last change ${lastKept}.` : ""}`;
    const takeOver = async () => {
      const answer = await this.ask("TakeOver");
      if (answer.ok) {
        // What they had typed is the newest version now: the page shows it.
        this.isLeaving = true;
        location.assign(`/newsroom/write/${this.id}`);
      }
    };
    const acts: Record<string, () => void> = room.mayTakeOver
      ? { [name === null ? "Edit here instead" : "Take over"]: () => void takeOver() }
      : {};
    say(words, "reading", acts);
  }

  private showNewer(room: Room): void {
    if (this.isConflict || room.head.number <= Number(this.basedOn) || this.isLeaving) {
      return;
    }

    if (this.untouched()) {
      this.isLeaving = true;
      location.reload();
    } else {
      this.isConflict = true;
      this.state("conflict", `! Changed by ${room.head.by} at ${room.head.at}`);
      say(`${room.head.by} saved this story at ${room.head.at}. Your text is kept. Compare the two before you save.`, "conflict", {
        Compare: () => this.form.querySelector<HTMLButtonElement>("[data-save]")?.click(),
      });
    }
  }

  private field(name: string): HTMLInputElement {
    return this.form.elements.namedItem(name) as HTMLInputElement;
  }

  private card(): URLSearchParams {
    return new URLSearchParams({
      window: this.window,
      former: this.former,
      __RequestVerificationToken: this.field("__RequestVerificationToken").value,
    });
  }
}
