import type { EvictionPolicy } from '../types.js';
import { createHeap } from './heap.js';

interface Sized<K> {
  readonly key: K;
  readonly bytes: number;
  /** A number that rises with each key that comes. */
  readonly turn: number;
  /** Where it stands in the heap. */
  index: number;
}

/**
 * A policy that goes by size; of the same size the older goes first.
 *
 * @param goesFirst - whether one size goes before another
 */
export function bySize<K>(goesFirst: (bytes: number, other: number) => boolean): EvictionPolicy<K> {
  const isBefore = (a: Sized<K>, b: Sized<K>) => goesFirst(a.bytes, b.bytes) || (a.bytes === b.bytes && a.turn < b.turn);
  const heap = createHeap<Sized<K>>(isBefore, (item, index) => (item.index = index));
  const known = new Map<K, Sized<K>>();
  let turn = 0;

  const remove = (key: K) => {
    const item = known.get(key);
    if (!item) return;
    known.delete(key);
    heap.removeAt(item.index);
  };

  return {
    needsSizes: true,
    added(key, { bytes }) {
      remove(key);
      const item: Sized<K> = { key, bytes, turn: turn++, index: -1 };
      known.set(key, item);
      heap.add(item);
    },
    used() {
      // Only size and the moment of coming in count.
    },
    removed: remove,
    victim(isShielded) {
      // Best first from the top, in a heap of those that come next, so that the shielded ones need not leave theirs.
      const next = createHeap(isBefore, () => undefined);
      for (let item = heap.items[0]; item; item = next.removeAt(0)) {
        if (!isShielded(item.key)) return item.key;
        for (const child of [heap.items[2 * item.index + 1], heap.items[2 * item.index + 2]]) if (child) next.add(child);
      }
      return undefined;
    },
  };
}
