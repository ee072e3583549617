import type { EvictionPolicy } from '../types.js';
import { createSlots, NONE } from './slots.js';

/**
 * Evicts first the item whose last request, or load if it had none, is longest ago.
 *
 * For readers that return soon. Cost: O(1), and a step for each shielded key that is older than the
 * victim. Least recently used: R. L. Mattson et al., Evaluation
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
