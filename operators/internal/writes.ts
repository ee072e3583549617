import { createEntry } from '../../src/cache/entry.js';
import type { PrefetchCache } from '../../src/types.js';
import type { Parts } from './parts.js';

/** What changes a cache without asking it for anything. After the cache closed they do nothing. */
export function createWrites<K, V>(parts: Parts<K, V>): Pick<PrefetchCache<K, V>, 'set' | 'invalidate' | 'clear'> {
  const { identify, store, flights, backoff, turns, now, measure, ttl } = parts;
  const write = (action: () => void): void => {
    if (parts.closed) return;
    turns.step(() => {
      action();
      turns.stir();
    });
  };

  return {
    set: (key, value) =>
      write(() => {
        const id = identify(key);
        const bytes = measure(value, key);
        const known = (store.entries.get(id) ?? flights.get(id) ?? { key }).key;
        flights.detach(id);
        backoff.succeeded(id);
        store.keep(createEntry(id, known, value, bytes, now() + ttl), Infinity, 'set');
      }),
    invalidate: (key) =>
      write(() => {
        const id = identify(key);
        flights.detach(id);
        store.dropOld(store.entries.get(id), 'invalidated');
      }),
    clear: () =>
      write(() => {
        // As they are now: what is let go may ask for something anew.
        const held = [...store.held];
        for (const { id } of [...flights.live]) flights.detach(id);
        for (const entry of held) store.dropOld(entry, 'invalidated');
      }),
  };
}
