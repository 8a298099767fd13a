/** Puts the words that are selected in the story into the note that is about them. */
export function pinNotes(): void {
  // What is typed beside them is kept: they need no tab of their own.
  for (const form of document.querySelectorAll<HTMLFormElement>("[data-notes] form")) {
    form.removeAttribute("target");
  }

  const pin = document.querySelector<HTMLButtonElement>("[data-pin]");
  const passage = document.querySelector<HTMLInputElement>("#Note_Passage");
  const form = document.querySelector<HTMLFormElement>("form[data-write]");
  if (!pin || !passage || !form) {
    return;
  }

  let selected = "";
  const take = (field: EventTarget | null) => {
    const words =
      field instanceof HTMLTextAreaElement && form.contains(field)
        ? field.value.slice(field.selectionStart, field.selectionEnd)
        : form.contains(getSelection()?.anchorNode ?? null)
          ? String(getSelection())
          : "";
    if (words.trim()) {
      selected = words.replace(/\s+/g, " ").trim();
      pin.hidden = false;
    }
  };
  document.addEventListener("selectionchange", () => take(document.activeElement));
  // A browser tells of a selection a little later; whoever goes on to the note at once has left the field by then.
  document.addEventListener("focusout", (event) => take(event.target));
  pin.addEventListener("click", () => {
    passage.value = selected.slice(0, 300);
    passage.focus();
  });
}
