import { say } from "./notice";

const choice = "newsroom.markdown";

/** Shows the text as rich text, unless somebody would rather write Markdown; the editor is fetched only then. */
export function richText(): void {
  const field = document.querySelector<HTMLTextAreaElement>("form[data-write] #Input_Body");
  const host = document.querySelector<HTMLElement>("[data-rich]");
  const mode = document.querySelector<HTMLButtonElement>("[data-mode]");
  const keys = document.querySelector<HTMLButtonElement>("[data-shortcuts]");
  const texts = host?.closest<HTMLElement>(".write__texts");
  if (!field || !host || !mode || !keys || !texts) {
    return;
  }

  let close: (() => Promise<void>) | null = null;
  const show = (isRich: boolean) => {
    texts.dataset.shows = isRich ? "rich" : "markdown";
    field.hidden = isRich;
    host.hidden = !isRich;
    mode.textContent = isRich ? "Markdown" : "Rich text";
    field.dispatchEvent(new Event("shown"));
  };
  const open = async () => {
    say(null, "unfit");
    try {
      const editor = await import("./editor/editor");
      const unfit = async () => {
        await close?.();
        close = null;
        show(false);
        say(editor.unfit, "unfit");
      };
      close = await editor.openRichText(field, host, () => void unfit());
      if (!close) {
        await unfit();
      }
    } catch (error) {
      console.error(error);
      say("The rich text could not be opened. Write in Markdown.", "unfit");
    }

    show(close !== null);
  };
  const toggle = async () => {
    mode.disabled = true;
    if (close) {
      await close();
      close = null;
      show(false);
      localStorage.setItem(choice, "1");
      field.focus();
    } else {
      localStorage.removeItem(choice);
      await open();
      (close ? host.querySelector<HTMLElement>("#rich-text") : field)?.focus();
    }

    mode.disabled = false;
  };
  const help = async () => (await import("./editor/editor")).showShortcuts();
  mode.hidden = keys.hidden = false;
  mode.addEventListener("click", () => void toggle());
  keys.addEventListener("click", () => void help());
  document.addEventListener("keydown", (event) => {
    const target = event.target as HTMLElement;
    if (event.key === "?" && !target.closest("input, textarea, [contenteditable]:not([contenteditable=false]), dialog")) {
      event.preventDefault();
      void help();
    }
  });
  // The label and the summary of errors name the field: both lead to what stands in its place.
  document.addEventListener("click", (event) => {
    if (close && (event.target as HTMLElement).closest('label[for="Input_Body"], a[href="#Input_Body"]')) {
      event.preventDefault();
      host.querySelector<HTMLElement>("#rich-text")?.focus();
    }
  });
  if (localStorage.getItem(choice)) {
    show(false);
  } else {
    void open();
  }
}
