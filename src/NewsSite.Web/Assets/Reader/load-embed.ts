const players = ["https://www.youtube-nocookie.com/embed/", "https://player.vimeo.com/video/"];

/** Shows the buttons of videos; the first press brings the player. Until then nothing of theirs is asked for. */
export function loadEmbeds(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-embed]")) {
    const address = button.dataset.embed ?? "";
    button.hidden = !players.some((player) => address.startsWith(player));
    button.addEventListener("click", () => {
      const frame = player(address, button.dataset.title ?? "");
      button.replaceWith(frame);
      frame.focus();
    });
  }
}

function player(address: string, title: string): HTMLIFrameElement {
  const frame = document.createElement("iframe");
  frame.className = "embed__player";
  frame.title = title;
  frame.loading = "lazy";
  frame.allow = "fullscreen; picture-in-picture; encrypted-media";
  // A player needs its own cookies and scripts; it gets no forms, no downloads and no hold on this page.
  frame.sandbox.add("allow-scripts", "allow-same-origin", "allow-presentation", "allow-popups");
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  frame.src = address;
  return frame;
}
