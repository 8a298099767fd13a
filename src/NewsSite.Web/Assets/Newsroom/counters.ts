/** "75 of 100" beside a field with an advised length, and the number of words beside the text. */
export function counters(): void {
  for (const counter of document.querySelectorAll<HTMLElement>("[data-count]")) {
    const advised = Number(counter.dataset.advised);
    follow(counter.dataset.count, (text) => {
      counter.textContent = `${text.length} of ${advised}`;
      counter.dataset.over = text.length > advised * 1.5 ? "limit" : text.length > advised ? "advised" : "no";
    });
  }

  for (const counter of document.querySelectorAll<HTMLElement>("[data-words]")) {
    follow(counter.dataset.words, (text) => {
      const words = text.split(/\s+/).filter(Boolean).length;
      counter.textContent = `${words} ${words === 1 ? "word" : "words"}, ${Math.max(1, Math.ceil(words / 230))} min`;
    });
  }
}

function follow(id: string | undefined, show: (text: string) => void): void {
  const field = document.getElementById(id ?? "") as HTMLTextAreaElement | null;
  if (field) {
    field.addEventListener("input", () => show(field.value));
    show(field.value);
  }
}
