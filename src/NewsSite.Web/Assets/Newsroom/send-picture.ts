/** What the library says of a file that was sent. */
export interface Taken {
  refused: string | null;
  id: number | null;
  wasKnown: boolean;
  file: string | null;
  alt: string | null;
  image: string | null;
}

/** A file on its way. */
export interface Sending {
  /** Fails with words for the person; the same key can be sent again. */
  done: Promise<Taken>;
  cancel(): void;
}

export const cancelled = "Cancelled.";

// As the server says it; told here before all of it is sent.
const limit = 25;

/** Sends one picture, and tells how much of it is there. */
export function sendPicture(file: File, key: string, progress: (percent: number) => void): Sending {
  if (file.size > limit * 1048576) {
    const refused = `The file is ${Math.ceil(file.size / 1048576)} MB. The limit is ${limit} MB.`;
    return { done: Promise.resolve({ refused, id: null, wasKnown: false, file: null, alt: null, image: null }), cancel: () => undefined };
  }

  const request = new XMLHttpRequest();
  const done = new Promise<Taken>((resolve, reject) => {
    request.open("POST", "/newsroom/pictures/upload");
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => {
      progress(event.lengthComputable ? Math.floor((event.loaded / event.total) * 100) : 0);
    });
    request.addEventListener("load", () => {
      const taken = request.response as Taken | null;
      if (request.responseURL.includes("/account/")) {
        reject(new Error("Not sent: you are signed out. Sign in in another tab, then try again."));
      } else if (request.status === 413) {
        reject(new Error(`The file is too large. The limit is ${limit} MB.`));
      } else if (request.status === 200 && taken) {
        resolve(taken);
      } else {
        reject(new Error("Not sent. Try again."));
      }
    });
    request.addEventListener("error", () => reject(new Error("Not sent: the network is away. Try again.")));
    request.addEventListener("abort", () => reject(new Error(cancelled)));
    const form = new FormData();
    form.append("key", key);
    form.append("__RequestVerificationToken", document.querySelector<HTMLInputElement>("[name=__RequestVerificationToken]")?.value ?? "");
    form.append("file", file, file.name || "pasted.png");
    request.send(form);
  });
  return { done, cancel: () => request.abort() };
}

/** Names one upload, so that a repeat makes one picture. */
export function uploadKey(): string {
  // Only secure addresses have randomUUID; a newsroom in a closed network may be none.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** The pictures among what was dropped or pasted. */
export function picturesIn(data: DataTransfer | null): File[] {
  return [...(data?.files ?? [])].filter((file) => file.type.startsWith("image/"));
}
