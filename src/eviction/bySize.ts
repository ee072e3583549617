import type { EvictionPolicy } from '../types.js';
import { addToHeap, type HeapOrder, removeFromHeap } from '../structures/heap.js';

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
  const isBefore = (a: Sized<K>, b: Sized<K>) =>
    a.bytes === b.bytes ? a.turn < b.turn : goesFirst(a.bytes, b.bytes);
  const order: HeapOrder<Sized<K>> = { isBefore, moved: (item, index) => (item.index = index) };
  const heap: Sized<K>[] = [];
  const known = new Map<K, Sized<K>>();
  let turn = 0;

  /**
   * The first that is not shielded, best first from the top, in a heap of its own of those that
   * come next: the shielded ones stay where they are.
   */
  const orderOfNext: HeapOrder<Sized<K>> = { isBefore, moved: () => undefined };
  const firstFree = (top: Sized<K> | undefined, isShielded: (key: K) => boolean) => {
    const next: Sized<K>[] = [];
    let item = top;
    while (item && isShielded(item.key)) {
      const left = heap[2 * item.index + 1];
      const right = heap[2 * item.index + 2];
      if (left) addToHeap(next, left, orderOfNext);
      if (right) addToHeap(next, right, orderOfNext);
      item = removeFromHeap(next, 0, orderOfNext);
    }
    return item;
  };

  const remove = (key: K) => {
    const item = known.get(key);
    if (!item) return;
    known.delete(key);
    removeFromHeap(heap, item.index, order);
  };

  return {
    needsSizes: true,
    added(key, { bytes }) {
      remove(key);
      const item: Sized<K> = { key, bytes, turn: turn++, index: -1 };
      known.set(key, item);
      addToHeap(heap, item, order);
    },
    used() {
      // Only size and the moment of coming in count.
    },
    removed: remove,
    victim: (isShielded) => firstFree(heap[0], isShielded)?.key,
  };
}
