/** The fields of a form as they stand, in order; those that only carry a request are left out. */
export type Words = [name: string, value: string][];

const carriers = new Set(
  ["Window", "Sequence", "Shown", "Over", "BasedOn", "Key"].map((name) => `Input.${name}`).concat("__RequestVerificationToken", "returnNote", "assignTo"),
);

export function wordsOf(form: HTMLFormElement): Words {
  return [...new FormData(form)]
    .filter((field): field is [string, string] => typeof field[1] === "string" && !carriers.has(field[0]) && !field[0].startsWith("choose["))
    .map(([name, value]) => [name, value.replaceAll("\r\n", "\n")]);
}

/** Puts words back into the form that they were taken from. */
export function putWords(form: HTMLFormElement, words: Words): void {
  const left = new Map<string, string[]>();
  for (const [name, value] of words) {
    left.set(name, [...(left.get(name) ?? []), value]);
  }

  for (const field of form.elements) {
    if (field instanceof HTMLInputElement && (field.type === "checkbox" || field.type === "radio")) {
      field.checked = left.get(field.name)?.includes(field.value) ?? false;
    } else if (
      (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement) &&
      field.name &&
      !carriers.has(field.name)
    ) {
      field.value = left.get(field.name)?.shift() ?? "";
    }
  }

  form.dispatchEvent(new CustomEvent("words"));
  for (const field of form.querySelectorAll("textarea, select, input")) {
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}
