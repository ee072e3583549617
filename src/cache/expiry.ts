import { addToHeap, removeFromHeap, type HeapOrder } from '../structures/heap.js';
import type { Entry } from './entry.js';

/** The residents that expire, in the order of their expiry. */
export interface Expiry<K, V> {
  /** Whether no resident expires. */
  readonly isEmpty: () => boolean;
  add(entry: Entry<K, V>): void;
  /** A resident that expired at least `grace` ago and may leave; undefined for none. */
  first(now: () => number, mayLeave: (entry: Entry<K, V>) => boolean): Entry<K, V> | undefined;
}

interface Term {
  readonly id: unknown;
  readonly expires: number;
}
const SOONEST: HeapOrder<Term> = {
  isBefore: (a, b) => a.expires < b.expires,
  moved: () => undefined,
};

/** How many expired entries `first` looks at. */
const MAX_PASSED = 64;

/**
 * The residents that expire, in a heap: the first to expire on top.
 *
 * The heap holds identities and times, no values. Entries of items that left are removed when they
 * reach the top, or when they outnumber the residents. Each method is O(log n), amortized; `add` is
 * O(1) if all items live equally long.
 *
 * @param find - the resident of an identity
 * @param size - the number of residents
 * @param grace - for how long an expired item may still be served, in ms
 */
export function createExpiry<K, V>(
  find: (id: unknown) => Entry<K, V> | undefined,
  size: () => number,
  grace: number,
): Expiry<K, V> {
  let heap: Term[] = [];
  const residentOf = ({ id, expires }: Term): Entry<K, V> | undefined => {
    const entry = find(id);
    return entry?.expires === expires ? entry : undefined;
  };
  return {
    isEmpty: () => heap.length === 0,
    add({ id, expires }) {
      if (expires === undefined) return;
      addToHeap(heap, { id, expires }, SOONEST);
      // A sorted list is a heap.
      if (heap.length >= 2 * size() + MAX_PASSED)
        heap = heap.filter(residentOf).sort((a, b) => a.expires - b.expires);
    },
    first(now, mayLeave) {
      let top: Term | undefined;
      while ((top = heap[0]) && !residentOf(top)) removeFromHeap(heap, 0, SOONEST);
      if (!top) return undefined;
      const at = now();
      // No entry below one that has not expired has expired.
      const places = [0];
      for (let i = 0; i < places.length && i < MAX_PASSED; i++) {
        const place = places[i] as number;
        const term = heap[place];
        if (!term || !(term.expires + grace <= at)) continue;
        const entry = residentOf(term);
        if (entry && mayLeave(entry)) return entry;
        places.push(2 * place + 1, 2 * place + 2);
      }
      return undefined;
    },
  };
}
