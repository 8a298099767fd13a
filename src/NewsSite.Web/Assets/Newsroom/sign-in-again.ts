import { inert, parts } from "../Shared/trusted";

/** Signs in again over the page, so that nothing on it is lost. A sign-in that needs more than a password opens in a new tab. */
export function signInAgain(then: () => void): void {
  if (document.querySelector("dialog[data-sign-in]")) {
    return;
  }

  const dialog = document.createElement("dialog");
  dialog.dataset.signIn = "";
  dialog.className = "popup";
  dialog.setAttribute("aria-labelledby", "sign-in-again");
  dialog.append(...parts(`
    <form class="form">
      <h2 id="sign-in-again">You are signed out</h2>
      <p>Sign in to go on. Your words stay on the page and are kept on this device.</p>
      <p class="field__error" role="alert"></p>
      <div class="field"><label for="again-email">Email address</label><input id="again-email" name="Input.Email" type="email" autocomplete="username"></div>
      <div class="field"><label for="again-password">Password</label><input id="again-password" name="Input.Password" type="password" autocomplete="current-password"></div>
      <div class="popup__acts"><button class="button button--main">Sign in</button>
      <a class="button" href="/account/sign-in" target="_blank">Sign in in a new tab</a>
      <button class="button" type="button" value="later">Later</button></div>
    </form>`));
  document.body.append(dialog);
  const close = () => {
    dialog.close();
    dialog.remove();
    then();
  };
  const form = dialog.querySelector("form")!;
  dialog.querySelector("[value=later]")!.addEventListener("click", () => {
    dialog.close();
    dialog.remove();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const error = form.querySelector<HTMLElement>("[role=alert]")!;
    try {
      const page = await (await fetch("/account/sign-in")).text();
      const token = inert(page).querySelector<HTMLInputElement>("[name=__RequestVerificationToken]");
      const body = new URLSearchParams([...new FormData(form)] as [string, string][]);
      body.set("__RequestVerificationToken", token?.value ?? "");
      const answer = await fetch("/account/sign-in", { method: "POST", body });
      if (answer.ok && answer.redirected && new URL(answer.url).pathname.startsWith("/account/")) {
        error.textContent = "One more step is needed. Sign in in a new tab, then come back and choose Later.";
      } else if (answer.ok && answer.redirected) {
        close();
      } else {
        error.textContent = "Email address or password is wrong.";
      }
    } catch {
      error.textContent = "The server cannot be reached. Try again.";
    }
  });
  dialog.showModal();
}
