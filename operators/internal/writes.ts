import type { Backoff } from '../../src/cache/backoff.js';
import { createEntry, type Entry } from '../../src/cache/entry.js';
import type { Store } from '../../src/cache/store.js';
import type { PrefetchCache } from '../../src/types.js';
import type { Followers } from './followers.js';
import type { Loads } from './loads.js';
import type { Transaction } from './transaction.js';

/** The parts of the cache that writes use. */
export interface WriteOptions<K, V> {
  readonly identify: (key: K) => unknown;
  /**
   * Sets `expires` and `bytes` of an entry.
   * @throws RangeError | TypeError if `sizeOf` or `ttl` returns no valid number
   */
  readonly measure: (entry: Entry<K, V>) => void;
  readonly store: Store<K, V>;
  readonly loads: Loads<K, V>;
  readonly backoff: Backoff<K>;
  readonly followers: Followers<K, V>;
  readonly transaction: Transaction;
  readonly isClosed: () => boolean;
}

/** The methods that change a cache without a request. After `close` they do nothing. */
export function createWrites<K, V>(
  options: WriteOptions<K, V>,
): Pick<PrefetchCache<K, V>, 'set' | 'reload' | 'invalidate' | 'invalidateWhere' | 'clear'> {
  const { identify, measure, store, loads, backoff, followers, transaction, isClosed } = options;
  const write = (change: () => void): void => {
    if (!isClosed()) transaction.run(change);
  };
  const forget = (id: unknown): void => {
    backoff.forget(id);
    loads.detach(id);
    store.dropOld(id, 'invalidated');
  };
  /** A copy: an eviction may cause new requests, whose loads must stay. */
  const known = (): { readonly id: unknown; readonly key: K }[] => [
    ...loads.inFlight(),
    ...store.all(),
  ];
  return {
    set: (key, value) =>
      write(() => {
        const id = identify(key);
        const known = store.entries.get(id) ?? loads.get(id);
        const entry = createEntry(id, known ? known.key : key, value);
        measure(entry);
        // `keyOf`, `sizeOf` or `ttl` may have closed the cache.
        if (isClosed()) return;
        store.receive(entry);
        loads.detach(id);
        backoff.forget(id);
        followers.arrived(entry);
        if (store.keep(entry, Infinity, 'set')) followers.arrived(entry);
      }),
    invalidate: (key) =>
      write(() => {
        const id = identify(key);
        forget(id);
        followers.invalidated([id]);
      }),
    reload: (key) =>
      write(() => {
        const id = identify(key);
        const known = store.entries.get(id) ?? loads.get(id);
        loads.detach(id);
        // `keyOf` or the provider may have closed the cache.
        if (!isClosed()) loads.renew(id, known ? known.key : key, 'reload');
      }),
    invalidateWhere: (matches) =>
      write(() => {
        const keys = new Map([...followers.keys(), ...backoff.keys()]);
        for (const { id, key } of known()) keys.set(id, key);
        const matching = [...keys].filter(([, key]) => matches(key)).map(([id]) => id);
        // `matches` may have closed the cache.
        if (isClosed()) return;
        matching.forEach(forget);
        followers.invalidated(matching);
      }),
    clear: () =>
      write(() => {
        backoff.clear();
        for (const { id } of known()) forget(id);
        followers.invalidated();
      }),
  };
}
