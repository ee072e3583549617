import { createEntry, type Entry } from '../../src/cache/entry.js';
import { checkSize } from '../../src/options.js';
import type { PrefetchCache } from '../../src/types.js';
import type { Core } from './core.js';

/** What changes a cache without asking it for anything. After the cache closed they do nothing. */
export function createWrites<K, V>(core: Core<K, V>): Pick<PrefetchCache<K, V>, 'set' | 'invalidate' | 'clear'> {
  const { identify, store, flights, backoff, journal, turns, step, now, options } = core;
  const { sizeOf, ttl } = options;

  const letGo = (entry: Entry<K, V> | undefined): void => {
    if (entry) store.drop(entry, entry.expires <= now() ? 'expired' : 'invalidated');
  };

  return {
    set(key, value) {
      if (core.closed) return;
      const id = identify(key);
      const bytes = sizeOf ? checkSize(sizeOf(value, key)) : 0;
      step(() => {
        const at = now();
        const known = store.entries.get(id)?.key ?? flights.get(id)?.key ?? key;
        flights.detach(id);
        backoff.succeeded(id);
        const entry = createEntry(id, known, value, bytes, at + ttl);
        if (store.keep(entry, Infinity, at)) journal.say({ type: 'store', key: known, at, bytes, from: 'set', speculative: false });
        else store.drop(entry, 'rejected');
        turns.stir();
      });
    },
    invalidate(key) {
      if (core.closed) return;
      const id = identify(key);
      step(() => {
        flights.detach(id);
        letGo(store.entries.get(id));
        turns.stir();
      });
    },
    clear() {
      if (core.closed) return;
      step(() => {
        for (const { id } of flights.live) flights.detach(id);
        for (const entry of store.entries.values()) letGo(entry);
        turns.stir();
      });
    },
  };
}
