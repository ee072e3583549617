// What runs inside a page whose model is kept: the package by its public names. Each function is
// called by a spec, and gives plain data.
import { of, Subject } from 'rxjs';
import {
  auto,
  keepModel,
  prefetchCache,
  type ModelEvent,
  type ModelStorage,
} from 'rxjs-prefetch-cache';

/** What is used of `idb-keyval`, which opens its database once. */
const database = ((): ModelStorage => {
  const settle = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(new Error('failed', { cause: request.error }));
    });
  let opened: Promise<IDBDatabase> | undefined;
  const run = async <T>(
    mode: IDBTransactionMode,
    call: (store: IDBObjectStore) => IDBRequest<T>,
  ): Promise<T> => {
    if (!opened) {
      const opening = indexedDB.open('keyval-store');
      opening.onupgradeneeded = () => void opening.result.createObjectStore('keyval');
      opened = settle(opening);
    }
    const transaction = (await opened).transaction('keyval', mode);
    return settle(call(transaction.objectStore('keyval')));
  };
  return {
    get: (name) => run('readonly', (store) => store.get(name)),
    set: (name, text) => run('readwrite', (store) => store.put(text, name)),
    del: (name) => run('readwrite', (store) => store.delete(name)),
  };
})();
const storages = { localStorage: () => localStorage, indexedDB: () => database };

const learner = auto<string>();
const key$ = new Subject<string>();
key$.pipe(prefetchCache((key: string) => of(key), learner)).subscribe();
const events: ModelEvent[] = [];

const kept = {
  /** Keeps the model; gives whether one was restored. */
  open(storage: keyof typeof storages, saveEvery = 1e9) {
    const model = keepModel(learner, storages[storage], { name: 'spec/keys', saveEvery });
    model.events$.subscribe((event) => events.push(event));
    return model.restored;
  },

  /** Requests these keys in turn. */
  read(rounds: number, keys: readonly string[]) {
    for (let round = 0; round < rounds; round++) for (const key of keys) key$.next(key);
  },

  /** What happened to the model, with the names of errors. */
  events: () =>
    events.map((event) => [event.type, 'error' in event ? (event.error as Error).name : '']),

  /** The keys that the predictor expects after a key. */
  expected(key: string) {
    const keys: string[] = [];
    key$.next(key);
    learner.predict(key, [key], (each) => keys.push(each));
    return keys;
  },

  /** Hides the page, as a change of the tab does. */
  hide() {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden' });
    document.dispatchEvent(new Event('visibilitychange'));
  },

  /** Fills the storage until so many characters are free. */
  fill(free: number) {
    localStorage.clear();
    let size = 2 ** 24;
    let text = '';
    for (; size > 64; size /= 2) {
      try {
        localStorage.setItem('full', text + 'x'.repeat(size));
        text += 'x'.repeat(size);
      } catch {
        // The next size is half as large.
      }
    }
    localStorage.setItem('full', text.slice(free));
  },

  /** Length of the stored text; 0 without one. */
  stored: () => localStorage.getItem('spec/keys')?.length ?? 0,
};

/** Functions of the page for the specs. */
export type Kept = typeof kept;

(globalThis as typeof globalThis & { kept: Kept }).kept = kept;
