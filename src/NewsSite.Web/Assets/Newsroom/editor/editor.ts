import { parts } from "../../Shared/trusted";
import { shortcuts } from "./keys";
import { RichText } from "./rich";

/**
 * Puts the rich text over the field; the field stays the form's, and what is edited is in it at once.
 * @param giveUp Called when a text was put into the field that can only be shown as Markdown.
 * @returns What closes it again; null where the text can only be shown as Markdown.
 */
export async function openRichText(
  field: HTMLTextAreaElement,
  host: HTMLElement,
  giveUp: () => void,
): Promise<(() => Promise<void>) | null> {
  let isOwn = false;
  const rich = await RichText.create(host, (markdown) => {
    if (markdown !== field.value) {
      isOwn = true;
      field.value = markdown;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      isOwn = false;
    }
  });
  // What somebody else puts into the field, like words that were kept from an earlier visit.
  const reload = () => {
    if (!isOwn && field.value !== rich.markdown && !rich.load(field.value)) {
      giveUp();
    }
  };
  if (!rich.load(field.value)) {
    await rich.close();
    host.replaceChildren();
    return null;
  }

  const hadFocus = document.activeElement === field;
  host.prepend(rich.tools.dom);
  const help = document.createElement("p");
  help.id = "rich-help";
  help.className = "visually-hidden";
  help.textContent = "A slash on an empty line opens the insert menu. Escape leads to the toolbar.";
  host.append(help);
  (host as HTMLElement & { rich?: RichText }).rich = rich;
  field.addEventListener("input", reload);
  field.form?.addEventListener("words", reload);
  if (hadFocus) {
    rich.view.focus();
  }

  return async () => {
    field.removeEventListener("input", reload);
    field.form?.removeEventListener("words", reload);
    await rich.close();
    host.replaceChildren();
  };
}

export const unfit = "This text has something that only Markdown can show. It is open as Markdown.";

/** The list of shortcuts, on "?". */
export function showShortcuts(): void {
  const dialog = document.createElement("dialog");
  dialog.className = "popup popup--keys";
  dialog.setAttribute("aria-labelledby", "shortcuts");
  dialog.append(
    ...parts(`<h2 id="shortcuts">Keyboard shortcuts</h2><dl class="keys"></dl>
    <form method="dialog" class="popup__acts"><button class="button button--main">Close</button></form>`),
  );
  dialog.querySelector("dl")!.append(
    ...shortcuts.map(([keys, does]) => {
      const row = document.createElement("div");
      const [name, act] = [document.createElement("dt"), document.createElement("dd")];
      name.append(
        ...keys.split("+").flatMap((key, n) => {
          const cap = document.createElement("kbd");
          cap.textContent = key;
          return n > 0 ? [" + ", cap] : [cap];
        }),
      );
      act.textContent = does;
      row.append(name, act);
      return row;
    }),
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
