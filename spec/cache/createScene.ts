import { createCursors } from '../../src/cache/cursors.js';
import { createEntry, type Entry, type Warming } from '../../src/cache/entry.js';
import { createStore } from '../../src/cache/store.js';
import { oldest } from '../../src/eviction/oldest.js';
import type { EvictionPolicy } from '../../src/types.js';

interface Limits {
  readonly maxKeys?: number;
  readonly maxBytes?: number;
  readonly policy?: EvictionPolicy<string>;
}

/** A store with a log of what leaves it, and a cursor at `current` whose table is set by `name`. */
export function createScene({ maxKeys = Infinity, maxBytes = Infinity, policy = oldest<string>() }: Limits = {}) {
  const cursors = createCursors<string>({ historySize: 5, keyOf: undefined });
  const log: string[] = [];
  const clock = { now: 0 };
  const warmings = new Set<Warming>();
  const store = createStore<string, string>({
    maxKeys,
    maxBytes,
    policy,
    identify: (key) => key,
    cursors,
    warmings,
    now: () => clock.now,
    say(event) {
      if (event.type === 'evict') log.push(`${event.key} ${event.reason}`);
    },
  });
  const cursor = cursors.add();
  return {
    store,
    log,
    clock,
    /** A warm that runs. */
    warm(): Warming {
      const warming = { guarded: 0 };
      warmings.add(warming);
      return warming;
    },
    /** It runs no more. */
    stop: (warming: Warming) => warmings.delete(warming),
    /** What the cursor's table says. */
    name: (likelihoods: Readonly<Record<string, number>>) => cursor.table.fill(() => Object.entries(likelihoods), '', ['']),
    /** Moves the cursor. */
    at: (key: string) => Object.assign(cursor, { position: 1, current: key, currentId: key }),
    entry: (key: string, bytes = 1, expires = Infinity): Entry<string, string> => createEntry(key, key, `item ${key}`, bytes, expires),
    keep(key: string, limit = Infinity, bytes = 1): boolean {
      return store.keep(this.entry(key, bytes), limit, 'demand');
    },
    keys: () => [...store.held].map(({ key }) => key).sort().join(''), // prettier-ignore
  };
}
