import type { EvictionPolicy } from '../types.js';
import { markByArrival } from './byArrival.js';

/**
 * Evicts first the item that was loaded longest ago, whether requested or not.
 *
 * For readers that move on. Cost: O(1), and a step for each shielded key that is older than the
 * victim. A cache keeps this order itself: it calls the hooks only if one of them was replaced
 * before the cache was created.
 *
 * First in, first out: L. A. Belady, A study of replacement algorithms for a virtual-storage
 * computer, IBM Systems Journal 5 (2), 1966.
 */
export function oldest<K = any>(): EvictionPolicy<K> {
  // The iterator is kept, as a new one would pass over the places of all deleted keys.
  let waiting = new Set<K>();
  let queue = waiting.values();
  /** Keys that were shielded when the iterator passed them: older than all keys after it. */
  const passed = new Set<K>();

  const removed = (key: K): void => {
    waiting.delete(key);
    passed.delete(key);
  };
  const policy: EvictionPolicy<K> = {
    added(key) {
      removed(key);
      waiting.add(key);
    },
    used() {
      // Only the order of arrival counts.
    },
    removed,
    victim(isShielded) {
      for (const key of passed) if (!isShielded(key)) return key;
      for (let next; !(next = queue.next()).done;) {
        waiting.delete(next.value);
        passed.add(next.value);
        if (!isShielded(next.value)) return next.value;
      }
      // An iterator that has reached the end stays there.
      waiting = new Set();
      queue = waiting.values();
      return undefined;
    },
  };
  return markByArrival(policy);
}
