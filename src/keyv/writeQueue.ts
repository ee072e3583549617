import type { QueuedWrite } from './write.js';

/** Writes that wait, at most one for each key. */
export interface WriteQueue<K, V> {
  readonly size: number;
  get(storedKey: string): QueuedWrite<K, V> | undefined;
  /** Adds a write, and returns the one that it replaces. */
  put(write: QueuedWrite<K, V>): QueuedWrite<K, V> | undefined;
  /** Takes a write out. */
  take(storedKey: string): QueuedWrite<K, V> | undefined;
  /** Takes out the oldest writes: removals first. */
  takeMany(count: number): QueuedWrite<K, V>[];
  /** Takes out the oldest value if more than `limit` wait. */
  takeSurplus(limit: number): QueuedWrite<K, V> | undefined;
  /** All that wait. */
  all(): QueuedWrite<K, V>[];
  /** How many removals wait. */
  readonly removals: number;
}

/** Writes by key, in order of arrival. Each method is O(1), but those for many. */
export function createWriteQueue<K, V>(): WriteQueue<K, V> {
  const values = new Map<string, QueuedWrite<K, V>>();
  /** Removals, and the generation of the namespace. */
  const others = new Map<string, QueuedWrite<K, V>>();
  const take = (storedKey: string): QueuedWrite<K, V> | undefined => {
    const write = values.get(storedKey) ?? others.get(storedKey);
    values.delete(storedKey);
    others.delete(storedKey);
    return write;
  };
  return {
    get size() {
      return values.size + others.size;
    },
    get removals() {
      return others.size;
    },
    get: (storedKey) => values.get(storedKey) ?? others.get(storedKey),
    put(write) {
      const replaced = take(write.storedKey);
      const isValue = write.content !== undefined && write.key !== undefined;
      (isValue ? values : others).set(write.storedKey, write);
      return replaced;
    },
    take,
    takeMany(count) {
      const taken: QueuedWrite<K, V>[] = [];
      for (const map of [others, values])
        for (const write of map.values()) {
          if (taken.length === count) return taken;
          map.delete(write.storedKey);
          taken.push(write);
        }
      return taken;
    },
    takeSurplus(limit) {
      if (values.size <= limit) return undefined;
      const [storedKey = ''] = values.keys();
      return take(storedKey);
    },
    all: () => [...others.values(), ...values.values()],
  };
}
