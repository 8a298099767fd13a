import { putWords, wordsOf } from "./form-words";
import * as here from "./kept-here";
import { say } from "./notice";
import { signInAgain } from "./sign-in-again";
import type { Desk, Room } from "./writing-desk";

/** After so long without a key, what was typed is sent; and after so long at the latest, however fast one types. */
const pause = 900;
const longest = 5_000;
const retries = [2, 4, 8, 16, 32, 60];

/** Sees to it that nothing typed is lost: each change is kept in this browser at once, and each pause on the server. */
export class Keeper {
  private timer = 0;
  private firstUnsent = 0;
  private sending = false;
  private failures = 0;
  private sent: string;
  private kept: string;

  constructor(private readonly desk: Desk) {
    here.sealWith(desk.form.dataset.seal);
    delete desk.form.dataset.seal;
    const first = (this.sent = this.kept = this.now());
    const wasKept = desk.form.dataset.kept === "True";
    desk.untouched = () => !wasKept && this.now() === first;
    desk.form.addEventListener("input", () => this.changed());
    desk.form.addEventListener("change", () => this.changed());
    desk.form.addEventListener("submit", () => this.desk.mark());
    addEventListener("online", () => this.retry());
    document.addEventListener("visibilitychange", () => document.hidden && this.retry());
    addEventListener("beforeunload", (event) => {
      if (this.isUnsent && !this.desk.isLeaving) {
        event.preventDefault();
      }
    });
    desk.gotPen = () => this.schedule(0);
    void this.offerKept();
  }

  /** Whether there is something that the server has not confirmed. */
  get isUnsent(): boolean {
    return this.now() !== this.sent;
  }

  retry(): void {
    this.failures = 0;
    this.schedule(0);
  }

  private now(): string {
    return JSON.stringify(wordsOf(this.desk.form));
  }

  private changed(): void {
    const now = this.now();
    if (now === this.kept) {
      return;
    }

    this.kept = now;
    this.desk.state("editing", "Editing…");
    here
      .put({ key: this.desk.key, words: wordsOf(this.desk.form), basedOn: this.desk.basedOn, at: Date.now() })
      .catch(() => this.desk.state("failed", "⚠ This browser cannot keep words. Save often"));
    if (this.desk.mayWrite && !this.desk.isConflict) {
      this.firstUnsent ||= Date.now();
      this.schedule(Math.min(pause, Math.max(0, this.firstUnsent + longest - Date.now())));
    }
  }

  private schedule(wait: number): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.send(), wait);
  }

  private async send(): Promise<void> {
    if (this.sending || !this.isUnsent || !this.desk.mayWrite || this.desk.isConflict || this.desk.isLeaving) {
      return;
    }

    this.sending = true;
    this.firstUnsent = 0;
    const words = this.now();
    const slow = window.setTimeout(() => this.desk.state("saving", "Saving…"), 400);
    try {
      // At once: what follows takes its time too, and must not be told over.
      const answer = await this.desk.post("").finally(() => clearTimeout(slow));
      if (answer.redirected) {
        this.desk.state("signed-out", "! You are signed out. Your words are kept on this device");
        signInAgain(() => void this.signedIn());
      } else if (answer.status === 413) {
        this.desk.state("failed", "⚠ Too long to be kept by the server. Kept on this device");
      } else if (!answer.ok) {
        this.fail("Not saved");
      } else {
        await this.confirmed(words, (await answer.json()) as Room);
      }
    } catch {
      this.fail(navigator.onLine ? "Not saved" : "Offline. Kept on this device");
    } finally {
      this.sending = false;
      if (this.isUnsent && this.failures === 0 && !this.desk.dialogOpen) {
        this.schedule(pause);
      }
    }
  }

  private async confirmed(words: string, room: Room): Promise<void> {
    this.failures = 0;
    say(null, "failed");
    this.desk.enter(room);
    if (room.outcome === "NotWriting") {
      return;
    }

    this.sent = words;
    this.desk.newer();
    this.desk.form.dispatchEvent(new Event("kept"));
    if (!this.isUnsent) {
      this.desk.state("saved", `✓ Saved ${room.keptAt}`);
      await here.drop(this.desk.key).catch(() => undefined);
    }
  }

  private fail(words: string): void {
    const wait = retries[Math.min(this.failures, retries.length - 1)]!;
    this.failures++;
    this.desk.state("failed", `⚠ ${words}. Retrying in ${wait} s`);
    if (this.failures >= 3) {
      say(`${words}. We are trying again. Your text is kept on this device.`, "failed", {
        "Try now": () => this.retry(),
        "Copy text": () => void navigator.clipboard.writeText(this.desk.text.value),
      });
    }

    this.schedule(wait * 1000);
  }

  private async signedIn(): Promise<void> {
    if (await this.desk.renew()) {
      this.retry();
    } else {
      this.desk.state("signed-out", "! You are signed in as somebody else. Your words are kept on this device");
    }
  }

  /** Words of an earlier visit that never reached the server. */
  private async offerKept(): Promise<void> {
    const all = (await here.all().catch(() => [])).filter((k) => k.key.startsWith(this.desk.keyStart));
    const kept = all.sort((a, b) => b.at - a.at)[0];
    if (!kept) {
      return;
    }

    if (this.desk.isHeld) {
      // This page answers a form that sent these very words, and shows them put together with somebody else's.
      await here.drop(kept.key);
      return;
    }

    if (JSON.stringify(kept.words) === this.now()) {
      await here.drop(kept.key);
      return;
    }

    const at = new Date(kept.at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    say(`We found newer text on this device from ${at}.`, "recovered", {
      "Use it": () => {
        putWords(this.desk.form, kept.words);
        if (this.desk.isConflict) {
          this.desk.compare(kept.basedOn);
          return;
        }

        void here.drop(kept.key).then(() => this.changed());
      },
      Discard: () => void here.drop(kept.key),
    });
  }
}
