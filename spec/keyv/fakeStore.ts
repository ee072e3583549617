import type { KeyvEntry, KeyvLike } from 'rxjs-prefetch-cache/keyv';

/** A store in memory, whose answers a spec delays and breaks. */
export interface FakeStore extends KeyvLike {
  readonly texts: Map<string, string>;
  /** The calls, in order: `get a`, `getMany a b`, `set a`, `setMany a b`, `delete a`. */
  readonly log: string[];
  /** Milliseconds until a call is answered. */
  delay: number;
  /** What the next calls do in place of an answer. */
  fault: 'none' | 'throws' | 'rejects' | 'never';
}

/** A store that answers after `delay` ms. */
export function fakeStore({ hasMany = true } = {}): FakeStore {
  const answer = (call: string, result: () => unknown): unknown => {
    store.log.push(call);
    const { delay, fault } = store;
    if (fault === 'throws') throw new Error('the store is down');
    if (fault === 'never') return new Promise(() => undefined);
    return new Promise((resolve, reject) => {
      setTimeout(() => {
        if (fault === 'rejects') reject(new Error('the store is down'));
        else resolve(result());
      }, delay);
    });
  };
  const { texts } = { texts: new Map<string, string>() };
  const store: FakeStore = {
    texts,
    log: [],
    delay: 1,
    fault: 'none',
    get: (key) => answer(`get ${key}`, () => texts.get(key)),
    set: (key, value) => answer(`set ${key}`, () => void texts.set(key, value)),
    delete: (key) => answer(`delete ${key}`, () => texts.delete(key)),
    ...(hasMany && {
      getMany: (keys: string[]) =>
        answer(`getMany ${keys.join(' ')}`, () => keys.map((key) => texts.get(key))),
      setMany: (entries: KeyvEntry[]) =>
        answer(`setMany ${entries.map(({ key }) => key).join(' ')}`, () =>
          entries.map(({ key, value }) => void texts.set(key, value)),
        ),
      deleteMany: (keys: string[]) =>
        answer(`deleteMany ${keys.join(' ')}`, () => keys.map((key) => texts.delete(key))),
    }),
  };
  return store;
}
