import type { EvictionPolicy } from '../types.js';
import { createSlots, NONE } from './slots.js';

/**
 * Marks of what is known of the use of a key. One that was prefetched must be used once to be as
 * good as one that was requested.
 */
const [UNVISITED, VISITED, AHEAD] = [0, 1, 2];

/**
 * Lets go first what was not used again since the hand passed it: keys stay in the order of their
 * coming, and a hand goes from the oldest to the newest and round again, sparing once each that was
 * visited.
 *
 * It fits readers who return to favourites among much that is seen once. What was prefetched
 * enters unvisited, as everything does, and its first use does not mark it visited. Shielded keys
 * are passed and keep their mark. Cost: the same however many are resident, as each mark that the
 * hand wipes was made by a use; and a step for each shielded key that it passes. Y. Zhang et al.,
 * SIEVE is simpler than LRU: an efficient turn-key eviction algorithm for web caches, NSDI 2024.
 */
export function sieve<K = any>(): EvictionPolicy<K> {
  const slots = createSlots<K>(1);
  /** Where the search goes on: a slot, or NONE for the oldest. */
  let hand = NONE;

  const removed = (key: K): void => {
    const slot = slots.slotOf(key);
    if (slot === undefined) return;
    if (slot === hand) hand = slots.newer(slot);
    // The last slot gets the number of the one that is deleted.
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
      // Round and round until one is free, or a whole round met nothing but shielded keys.
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
