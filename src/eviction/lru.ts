import type { EvictionPolicy } from '../types.js';
import { createSlots, NONE } from './slots.js';

/**
 * Lets go first what was requested longest ago, or was loaded then and never requested.
 *
 * It fits readers who come back soon. Cost: the same however many are resident, and a step for each
 * shielded key that is older than the victim. Least recently used: R. L. Mattson et al., Evaluation
 * techniques for storage hierarchies, IBM Systems Journal 9 (2), 1970.
 */
export function lru<K = any>(): EvictionPolicy<K> {
  const slots = createSlots<K>(1);
  const removed = (key: K): void => {
    const slot = slots.slotOf(key);
    if (slot !== undefined) slots.delete(slot);
  };
  return {
    added(key) {
      removed(key);
      slots.add(key, 0);
    },
    used(key) {
      const slot = slots.slotOf(key);
      if (slot !== undefined) slots.move(slot, 0);
    },
    removed,
    victim(isShielded) {
      let slot = slots.oldest(0);
      while (slot !== NONE && isShielded(slots.keyOf(slot))) slot = slots.newer(slot);
      return slot === NONE ? undefined : slots.keyOf(slot);
    },
  };
}
