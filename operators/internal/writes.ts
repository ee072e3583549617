import { createEntry, type Entry } from '../../src/cache/entry.js';
import { checkSize } from '../../src/options.js';
import type { PrefetchCache } from '../../src/types.js';
import type { Parts } from './parts.js';

/** What changes a cache without asking it for anything. After the cache closed they do nothing. */
export function createWrites<K, V>(parts: Parts<K, V>): Pick<PrefetchCache<K, V>, 'set' | 'invalidate' | 'clear'> {
  const { identify, store, flights, backoff, journal, turns, now, sizeOf, ttl } = parts;
  const write = (action: (at: number) => void): void => {
    if (parts.closed) return;
    turns.step(() => {
      action(now());
      turns.stir();
    });
  };
  const letGo = (entry: Entry<K, V> | undefined, at: number): void => {
    if (entry) store.drop(entry, entry.expires <= at ? 'expired' : 'invalidated');
  };

  return {
    set: (key, value) =>
      write((at) => {
        const id = identify(key);
        const bytes = sizeOf ? checkSize(sizeOf(value, key)) : 0;
        const known = (store.entries.get(id) ?? flights.get(id) ?? { key }).key;
        flights.detach(id);
        backoff.succeeded(id);
        const entry = createEntry(id, known, value, bytes, at + ttl);
        if (store.keep(entry, Infinity, at)) journal.say({ type: 'store', key: known, at, bytes, from: 'set', speculative: false });
        else store.drop(entry, 'rejected');
      }),
    invalidate: (key) =>
      write((at) => {
        const id = identify(key);
        flights.detach(id);
        letGo(store.entries.get(id), at);
      }),
    clear: () =>
      write((at) => {
        for (const { id } of flights.live) flights.detach(id);
        for (const entry of store.held) letGo(entry, at);
      }),
  };
}
