import type { EvictionPolicy } from '../types.js';
import { createSlots, NONE } from './slots.js';

/** Marks of keys. The first use of a prefetched (`AHEAD`) key makes it unvisited. */
const UNVISITED = 0;
const VISITED = 1;
const AHEAD = 2;

/**
 * Evicts first an item that was not used again since the last check.
 *
 * Keys stay in the order of their arrival. A hand moves from the oldest key to the newest and round
 * again; it clears the mark of each visited key, and evicts the first unvisited one. For readers
 * that return to favourites among many items that are seen once. All keys enter unvisited, and the
 * first use of a prefetched item does not mark it visited. The hand passes shielded keys, which
 * keep their marks. Cost: O(1) amortized, as each mark that the hand clears was made by a use, and
 * a step for each shielded key. Y. Zhang et al.,
 * SIEVE is simpler than LRU: an efficient turn-key eviction algorithm for web caches, NSDI 2024.
 */
export function sieve<K = any>(): EvictionPolicy<K> {
  const slots = createSlots<K>(1);
  /** The slot where the search continues; NONE for the oldest. */
  let hand = NONE;

  const removed = (key: K): void => {
    const slot = slots.slotOf(key);
    if (slot === undefined) return;
    if (slot === hand) hand = slots.newer(slot);
    // The last slot gets the number of the deleted one.
    if (hand === slots.length - 1) hand = slot;
    slots.delete(slot);
  };
  const next = (slot: number): number => {
    const newer = slots.newer(slot);
    return newer === NONE ? slots.oldest(0) : newer;
  };

  return {
    added(key, { unrequested }) {
      removed(key);
      const slot = slots.add(key, 0);
      if (unrequested) slots.marks[slot] = AHEAD;
    },
    used(key) {
      const slot = slots.slotOf(key);
      if (slot !== undefined) slots.marks[slot] = slots.marks[slot] === AHEAD ? UNVISITED : VISITED;
    },
    removed,
    victim(isShielded) {
      let slot = hand === NONE ? slots.oldest(0) : hand;
      // Until a key is found, or a whole round has met only shielded keys.
      for (let shielded = 0; shielded < slots.length; slot = next(slot)) {
        const key = slots.keyOf(slot);
        if (isShielded(key)) {
          shielded++;
        } else if (slots.marks[slot] === VISITED) {
          slots.marks[slot] = UNVISITED;
          shielded = 0;
        } else {
          hand = slot;
          return key;
        }
      }
      return undefined;
    },
  };
}
