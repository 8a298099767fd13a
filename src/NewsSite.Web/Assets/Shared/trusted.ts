// The one place where text becomes HTML or the address of a script: the pages' policy refuses it everywhere else, to our own
// scripts as to anybody's (Trusted Types).
interface Rules {
  createHTML(text: string): string;
  createScriptURL(text: string): string;
}

declare const trustedTypes: { createPolicy(name: string, rules: Rules): Rules } | undefined;

// A browser that knows no such policies takes the text itself.
const rules: Rules = { createHTML: (text) => text, createScriptURL: () => "/service-worker.js" };
const policy = typeof trustedTypes === "undefined" ? rules : trustedTypes.createPolicy("newssite", rules);

/** Reads HTML as a document of its own, in which nothing runs and which loads nothing. */
export function inert(html: string): Document {
  return new DOMParser().parseFromString(policy.createHTML(html), "text/html");
}

/** What stands in our own code, or what the server has laid out and cleaned, to be put into the page. */
export function parts(html: string): ChildNode[] {
  return [...inert(html).body.childNodes];
}

/** The address of the only worker that there is. */
export function worker(): string {
  return policy.createScriptURL("");
}
