import type { Words } from "./form-words";

/** What one person typed into one story, kept in this browser until the server has it. */
export interface KeptHere {
  key: string;
  words: Words;
  basedOn: string;
  at: number;
}

/** Strict: what was put is on the disk, also when the browser is killed a moment later. */
const durability: IDBTransactionOptions = { durability: "strict" };

let opened: Promise<IDBDatabase> | undefined;

export async function put(kept: KeptHere): Promise<void> {
  await run((store) => store.put(kept));
}

export async function get(key: string): Promise<KeptHere | undefined> {
  return (await run((store) => store.get(key))) as KeptHere | undefined;
}

export async function all(): Promise<KeptHere[]> {
  return (await run((store) => store.getAll())) as KeptHere[];
}

export async function drop(key: string): Promise<void> {
  await run((store) => store.delete(key));
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
