import type { PrefetchCache } from '../../src/types.js';
import type { Parts } from './parts.js';

/** What changes a cache without asking it for anything. After the cache closed they do nothing. */
export function createWrites<K, V>(parts: Parts<K, V>): Pick<PrefetchCache<K, V>, 'set' | 'invalidate' | 'clear'> {
  const { identify, store, flights, backoff, turns, createEntry, measure } = parts;
  const write = (action: () => void): void => {
    if (parts.closed) return;
    turns.step(() => {
      action();
      turns.stir();
    });
  };

  const forget = (id: unknown): void => {
    backoff.forget(id);
    flights.detach(id);
    store.dropOld(id, 'invalidated');
  };

  return {
    set: (key, value) =>
      write(() => {
        const id = identify(key);
        const entry = createEntry(id, (store.entries.get(id) ?? flights.get(id) ?? { key }).key, value);
        measure(entry);
        // `keyOf` and `sizeOf` were asked, and may have closed the cache.
        if (parts.closed) return;
        backoff.forget(id);
        flights.detach(id);
        store.keep(entry, Infinity, 'set');
      }),
    invalidate: (key) => write(() => forget(identify(key))),
    clear: () =>
      write(() => {
        backoff.clear();
        // As they are now: what is let go may ask for something anew.
        for (const { id } of [...flights.live, ...store.held]) forget(id);
      }),
  };
}
