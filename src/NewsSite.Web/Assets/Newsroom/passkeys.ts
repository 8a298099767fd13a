/**
 * Passkeys: what the pages of the staff door cannot do without script. Without it, or in a browser that knows none, what
 * is marked for them stays hidden, and the password remains.
 */
const knows = typeof PublicKeyCredential !== "undefined" && "parseRequestOptionsFromJSON" in PublicKeyCredential;

/** Asks the server what is to be signed, as JSON. */
async function options(form: HTMLFormElement, address: string): Promise<any> {
  const token = form.querySelector<HTMLInputElement>("[name=__RequestVerificationToken]")!.value;
  const answer = await fetch(address, { method: "POST", body: new URLSearchParams({ __RequestVerificationToken: token }) });
  if (!answer.ok || answer.redirected) {
    throw new Error(`${address} answered ${answer.status}`);
  }

  return answer.json();
}

/** Asks the device; null where the person said no. */
async function ask(form: HTMLFormElement): Promise<Credential | null> {
  const { passkeyUse, passkeyMake } = form.dataset;
  return passkeyMake === undefined
    ? navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(await options(form, passkeyUse!)) })
    : navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(await options(form, passkeyMake)) });
}

function words(error: unknown): string {
  const name = error instanceof DOMException ? error.name : "";
  return name === "NotAllowedError" || name === "AbortError"
    ? "No passkey was chosen. Try again, or use another way."
    : name === "InvalidStateError"
      ? "This device has a passkey of yours already."
      : "That did not work. Load the page again and try once more.";
}

if (knows) {
  for (const part of document.querySelectorAll<HTMLElement>("[data-passkey]")) {
    part.hidden = false;
    const form = part.querySelector("form")!;
    const error = form.querySelector<HTMLElement>("[data-passkey-error]")!;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      error.textContent = "";
      try {
        const credential = await ask(form);
        form.querySelector<HTMLInputElement>("[name=credential]")!.value = JSON.stringify(credential);
        // Sends it without asking this listener again.
        form.submit();
      } catch (e) {
        error.textContent = words(e);
      }
    });
  }

  for (const part of document.querySelectorAll<HTMLElement>("[data-no-passkey]")) {
    part.hidden = true;
  }
}
