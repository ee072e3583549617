import type { EvictionPolicy } from '../types.js';
import { byArrival } from './byArrival.js';

/**
 * Lets go first what was loaded longest ago; being used makes no difference.
 *
 * It fits readers who move on. Cost: the same however many are resident, and a step for each
 * shielded key that is older than the victim. First in, first out: L. A. Belady, A study of
 * replacement algorithms for a virtual-storage computer, IBM Systems Journal 5 (2), 1966.
 */
export function oldest<K = any>(): EvictionPolicy<K> {
  // An iterator that goes on where it stopped: one that began anew would pass over the places of
  // all that has left.
  let waiting = new Set<K>();
  let queue = waiting.values();
  /** What was shielded when it was its turn: older than all that waits. */
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
      // Only the moment of coming in counts.
    },
    removed,
    victim(isShielded) {
      for (const key of passed) if (!isShielded(key)) return key;
      for (let next; !(next = queue.next()).done;) {
        waiting.delete(next.value);
        passed.add(next.value);
        if (!isShielded(next.value)) return next.value;
      }
      // An iterator that has come to the end stays there.
      waiting = new Set();
      queue = waiting.values();
      return undefined;
    },
  };
  byArrival.add(policy);
  return policy;
}
