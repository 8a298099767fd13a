import { Suggestions } from "./suggestions";

/** Turns the field of tags into tokens with names that complete while one types. Without script it is a plain field. */
export function tagField(): void {
  const field = document.querySelector<HTMLInputElement>("[data-tags] input");
  if (!field) {
    return;
  }

  const tokens = document.createElement("ul");
  tokens.className = "tokens";
  const entry = document.createElement("input");
  entry.id = field.id;
  entry.autocomplete = "off";
  entry.setAttribute("aria-describedby", field.getAttribute("aria-describedby") ?? "");
  field.removeAttribute("id");
  field.type = "hidden";
  const around = document.createElement("div");
  around.className = "suggest";
  field.after(tokens, around);
  around.append(entry);

  const names = () => field.value.split(",").map((name) => name.trim()).filter(Boolean);
  const set = (all: string[]) => {
    field.value = all.join(", ");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    show();
  };
  const add = (name: string) => {
    const clean = name.replaceAll(",", " ").trim();
    if (clean && !names().some((other) => other.toLowerCase() === clean.toLowerCase())) {
      set([...names(), clean]);
    }

    entry.value = "";
  };
  const show = () => {
    tokens.replaceChildren(
      ...names().map((name) => {
        const token = document.createElement("li");
        token.className = "token";
        token.append(name);
        const remove = document.createElement("button");
        remove.type = "button";
        remove.ariaLabel = `Remove ${name}`;
        remove.textContent = "×";
        remove.addEventListener("click", () => {
          set(names().filter((other) => other !== name));
          entry.focus();
        });
        token.append(remove);
        return token;
      }),
    );
  };

  const suggestions = new Suggestions(entry, around, "/newsroom/tags", add);
  entry.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === ",") {
      event.preventDefault();
      add(suggestions.chosen() ?? entry.value);
      suggestions.close();
    } else if (event.key === "Backspace" && entry.value === "") {
      set(names().slice(0, -1));
    }
  });
  entry.form?.addEventListener("submit", () => add(entry.value));
  entry.form?.addEventListener("words", show);
  show();
}
