// A page that the site could not make asks for itself again while somebody looks at it, less and less often, and shows what
// it gets. What was typed is never sent by itself: the page says when it can be.
const again = document.querySelector("[data-again]");
const back = document.querySelector<HTMLElement>("[data-back]");
const looking = document.querySelector<HTMLElement>("[data-looking]");

async function answers() {
  try {
    return (await fetch(location.href, { method: "HEAD", cache: "no-store" })).status < 500;
  } catch {
    return false;
  }
}

if (again || back) {
  if (looking) {
    looking.hidden = false;
  }

  // An hour or so. Not all who wait ask at one moment.
  for (let wait = 5_000, tries = 0; tries < 40; tries++) {
    await new Promise((resume) => setTimeout(resume, wait * (1 + Math.random())));
    wait = Math.min(wait * 1.5, 60_000);
    if (document.visibilityState === "visible" && (await answers())) {
      if (back) {
        back.hidden = false;
      } else {
        location.reload();
      }

      break;
    }
  }
}

export {};
