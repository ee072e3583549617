import type { Entry } from './entry.js';

/** The residents of a cache with a `ttl`, in the order of their expiry. */
export interface Expiry<K, V> {
  /** Whether no resident expires. */
  readonly isEmpty: () => boolean;
  add(entry: Entry<K, V>): void;
  /** The first expired resident that may leave; undefined for none. */
  first(now: () => number, mayLeave: (entry: Entry<K, V>) => boolean): Entry<K, V> | undefined;
}

/** How many entries at the front of the queue `first` looks at. */
const MAX_PASSED = 64;

/**
 * The residents of a cache with a `ttl`, in a queue: all items live equally long.
 *
 * The queue holds identities and times, no values. Entries of items that left are removed when they
 * reach the front, or when they outnumber the residents. Each method is O(1), amortized.
 *
 * @param find - the resident of an identity
 * @param size - the number of residents
 */
export function createExpiry<K, V>(
  find: (id: unknown) => Entry<K, V> | undefined,
  size: () => number,
): Expiry<K, V> {
  let queue: { readonly id: unknown; readonly expires: number }[] = [];
  let front = 0;
  const residentAt = (index: number): Entry<K, V> | undefined => {
    const one = queue[index];
    const entry = one && find(one.id);
    return entry?.expires === one?.expires ? entry : undefined;
  };
  return {
    isEmpty: () => front === queue.length,
    add({ id, expires }) {
      if (expires === undefined) return;
      queue.push({ id, expires });
      if (queue.length < 2 * size() + MAX_PASSED) return;
      queue = queue.filter((_, i) => i >= front && residentAt(i));
      front = 0;
    },
    first(now, mayLeave) {
      while (front < queue.length && !residentAt(front)) front++;
      if (front === queue.length) return undefined;
      const at = now();
      for (let i = front; i < Math.min(queue.length, front + MAX_PASSED); i++) {
        if ((queue[i]?.expires ?? Infinity) > at) return undefined;
        const entry = residentAt(i);
        if (entry && mayLeave(entry)) return entry;
      }
      return undefined;
    },
  };
}
