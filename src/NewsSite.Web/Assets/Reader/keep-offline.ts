import { worker } from "../Shared/trusted";

/** Lets the browser keep what was read last, once the page itself has all it needs. */
export function keepOffline(): void {
  if ("serviceWorker" in navigator) {
    addEventListener("load", () => setTimeout(() => void navigator.serviceWorker.register(worker()), 3000));
  }
}
