import type { EvictionPolicy } from '../types.js';
import { addToHeap, type HeapOrder, removeFromHeap } from '../structures/heap.js';

interface Sized<K> {
  readonly key: K;
  readonly bytes: number;
  /** Sequence number of the key: smaller is older. */
  readonly turn: number;
  /** Index in the heap. */
  index: number;
}

/**
 * A policy that evicts by size; of equal sizes it evicts the older item.
 *
 * @param goesFirst - whether an item of one size is evicted before an item of another
 */
export function bySize<K>(goesFirst: (bytes: number, other: number) => boolean): EvictionPolicy<K> {
  const isBefore = (a: Sized<K>, b: Sized<K>) =>
    a.bytes === b.bytes ? a.turn < b.turn : goesFirst(a.bytes, b.bytes);
  const order: HeapOrder<Sized<K>> = { isBefore, moved: (item, index) => (item.index = index) };
  const heap: Sized<K>[] = [];
  const known = new Map<K, Sized<K>>();
  let turn = 0;

  /**
   * The first item that is not shielded. A second heap holds the children of the shielded items
   * that were passed, so that shielded items keep their places.
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
      // Only size and order of arrival count.
    },
    removed: remove,
    victim: (isShielded) => firstFree(heap[0], isShielded)?.key,
  };
}
