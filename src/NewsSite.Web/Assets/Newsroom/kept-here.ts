import type { Words } from "./form-words";

/** What one person typed into one story, kept in this browser until the server has it. */
export interface KeptHere {
  key: string;
  words: Words;
  basedOn: string;
  at: number;
}

/** The same as it lies on the disk, where words and basis can be read by its writer only. */
interface Sealed {
  key: string;
  at: number;
  iv: Uint8Array<ArrayBuffer>;
  sealed: ArrayBuffer;
}

/** Strict: what was put is on the disk, also when the browser is killed a moment later. */
const durability: IDBTransactionOptions = { durability: "strict" };

let opened: Promise<IDBDatabase> | undefined;
let seal: Promise<CryptoKey> | undefined;
let turn: Promise<unknown> = Promise.resolve();

/** From now on what is put is sealed with the writer's key. Without one, or without a secure connection, it lies open, rather than be lost. */
export function sealWith(secret: string | undefined): void {
  if (secret && crypto.subtle) {
    const bytes = Uint8Array.from(atob(secret), (letter) => letter.charCodeAt(0));
    seal = crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
  }
}

export async function put(kept: KeptHere): Promise<void> {
  const row = await inTurn(() => closed(kept));
  await run((store) => store.put(row));
}

/** What this person can read; what is somebody else's stays as it lies. */
export async function all(): Promise<KeptHere[]> {
  await inTurn(() => Promise.resolve());
  const rows = (await run((store) => store.getAll())) as (KeptHere | Sealed)[];
  const read = await Promise.all(rows.map((row) => ("sealed" in row ? unsealed(row).catch(() => null) : row)));
  return read.filter((row) => row !== null);
}

export async function drop(key: string): Promise<void> {
  await inTurn(() => Promise.resolve());
  await run((store) => store.delete(key));
}

/** Sealing takes a moment: nothing goes before what was asked for earlier. */
function inTurn<T>(prepare: () => Promise<T>): Promise<T> {
  const mine = turn.then(prepare);
  turn = mine.catch(() => undefined);
  return mine;
}

async function closed(kept: KeptHere): Promise<KeptHere | Sealed> {
  if (!seal) {
    return kept;
  }

  const { key, at, words, basedOn } = kept;
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const text = new TextEncoder().encode(JSON.stringify({ words, basedOn }));
  return { key, at, iv, sealed: await crypto.subtle.encrypt(how(key, iv), await seal, text) };
}

async function unsealed({ key, at, iv, sealed }: Sealed): Promise<KeptHere | null> {
  if (!seal) {
    return null;
  }

  const text = await crypto.subtle.decrypt(how(key, iv), await seal, sealed);
  return { key, at, ...(JSON.parse(new TextDecoder().decode(text)) as Pick<KeptHere, "words" | "basedOn">) };
}

function how(key: string, iv: Uint8Array<ArrayBuffer>): AesGcmParams {
  return { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(key) };
}

async function run(act: (store: IDBObjectStore) => IDBRequest): Promise<unknown> {
  opened ??= open();
  const transaction = (await opened).transaction("words", "readwrite", durability);
  const request = act(transaction.objectStore("words"));
  return new Promise((done, fail) => {
    transaction.oncomplete = () => done(request.result);
    transaction.onerror = transaction.onabort = () => fail(transaction.error ?? new Error("not kept"));
  });
}

function open(): Promise<IDBDatabase> {
  return new Promise((done, fail) => {
    const request = indexedDB.open("newsroom", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("words", { keyPath: "key" });
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error ?? new Error("no database"));
  });
}
