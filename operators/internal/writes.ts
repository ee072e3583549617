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
   * @throws RangeError | TypeError if `sizeOf` returns no valid size
   */
  readonly measure: (entry: Entry<K, V>) => void;
  readonly store: Store<K, V>;
  readonly loads: Loads<K, V>;
  readonly backoff: Backoff;
  readonly followers: Followers<K, V>;
  readonly transaction: Transaction;
  readonly isClosed: () => boolean;
}

/** The methods that change a cache without a request. After `close` they do nothing. */
export function createWrites<K, V>(
  options: WriteOptions<K, V>,
): Pick<PrefetchCache<K, V>, 'set' | 'invalidate' | 'clear'> {
  const { identify, measure, store, loads, backoff, followers, transaction, isClosed } = options;
  const write = (change: () => void): void => {
    if (!isClosed()) transaction.run(change);
  };
  const forget = (ids: readonly unknown[]): void => {
    for (const id of ids) {
      backoff.forget(id);
      loads.detach(id);
      store.dropOld(id, 'invalidated');
    }
    for (const id of new Set(ids)) followers.invalidated(id);
  };
  return {
    set: (key, value) =>
      write(() => {
        const id = identify(key);
        const known = store.entries.get(id) ?? loads.get(id);
        const entry = createEntry(id, known ? known.key : key, value);
        measure(entry);
        // `keyOf` or `sizeOf` may have closed the cache.
        if (isClosed()) return;
        store.receive(entry);
        loads.detach(id);
        backoff.forget(id);
        store.keep(entry, Infinity, 'set');
      }),
    invalidate: (key) => write(() => forget([identify(key)])),
    clear: () =>
      write(() => {
        backoff.clear();
        // A copy: an eviction may cause new requests, whose loads must stay.
        forget([...loads.inFlight(), ...store.all()].map(({ id }) => id));
      }),
  };
}
