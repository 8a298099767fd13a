import { parts } from "../../Shared/trusted";
import { PictureFinder } from "../picture-finder";
import type { Field, Values } from "./boxes";

let asked = 0;

/** Asks in a dialog; null where the answer is no. */
export function ask(title: string, fields: Field[], values: Values = {}, act = "Insert"): Promise<Values | null> {
  const dialog = document.createElement("dialog");
  const id = `ask-${++asked}`;
  dialog.className = "popup popup--ask";
  dialog.setAttribute("aria-labelledby", id);
  const form = document.createElement("form");
  form.className = "form";
  form.method = "dialog";
  const heading = document.createElement("h2");
  heading.id = id;
  heading.textContent = title;
  form.append(heading, ...fields.map((field) => fieldOf(field, values[field.name] ?? "", `${id}-${field.name}`)));
  const acts = document.createElement("div");
  acts.className = "popup__acts";
  acts.append(...parts(`<button class="button button--main" value="yes"></button><button class="button" value="no" formnovalidate>Cancel</button>`));
  acts.firstElementChild!.textContent = act;
  form.append(acts);
  dialog.append(form);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((done) => {
    const answers = () =>
      Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value).replaceAll("\r\n", "\n")]));
    // At once and not with the event that follows: what is typed next must come behind what is put in.
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const given = (event.submitter as HTMLButtonElement).value === "yes" ? answers() : null;
      dialog.close();
      done(given);
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      done(null);
    });
  });
}

function fieldOf(field: Field, value: string, id: string): HTMLElement {
  const whole = document.createElement("div");
  whole.className = "field";
  const label = document.createElement("label");
  label.htmlFor = id;
  label.textContent = field.required || field.type === "picture" ? field.label : `${field.label} (optional)`;
  const input = inputOf(field, value);
  input.id = id;
  input.name = field.name;
  input.required = field.required ?? false;
  whole.append(label, input);
  if (input instanceof HTMLSelectElement) {
    whole.append(...finderOf(input, id));
  }

  if (field.hint) {
    const hint = document.createElement("p");
    hint.className = "field__hint";
    hint.id = `${id}-hint`;
    hint.textContent = field.hint;
    input.setAttribute("aria-describedby", hint.id);
    whole.append(hint);
  }

  return whole;
}

/** The library, looked through under the list of the newest. */
function finderOf(list: HTMLSelectElement, id: string): HTMLElement[] {
  const label = document.createElement("label");
  label.htmlFor = `${id}-find`;
  label.textContent = "Find in the library";
  const entry = document.createElement("input");
  entry.id = label.htmlFor;
  entry.type = "search";
  entry.maxLength = 200;
  entry.autocomplete = "off";
  const said = document.createElement("p");
  said.className = "field__hint";
  said.role = "status";
  const finder = document.createElement("div");
  finder.className = "finder";
  finder.append(label, entry, said);
  void new PictureFinder(list, entry, said, (picture) => picture.file).find();
  return [finder];
}

function inputOf(field: Field, value: string): HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement {
  if (field.type === "picture") {
    // The library as the panel beside the text offers it.
    const library = document.querySelector<HTMLSelectElement>("select[data-picture]");
    const list = document.createElement("select");
    list.append(new Option("Choose a picture", ""));
    for (const { text, dataset } of library?.options ?? []) {
      if (dataset.file) {
        list.append(new Option(text, dataset.file));
      }
    }

    if (value && ![...list.options].some((option) => option.value === value)) {
      list.append(new Option(value, value));
    }

    list.value = value;
    return list;
  }

  const input = document.createElement(field.type === "textarea" ? "textarea" : "input");
  if (input instanceof HTMLInputElement) {
    input.type = field.type ?? "text";
  } else {
    input.rows = 4;
  }

  input.value = value;
  return input;
}
