import type { EvictionPolicy } from '../types.js';
import { createKeyList } from './keyList.js';
import { firstFree } from './firstFree.js';

/**
 * Lets go first what was loaded longest ago; being used makes no difference.
 *
 * It fits readers who move on. Cost: the same however many are resident, and a step for each shielded key that is older than the victim.
 * First in, first out: L. A. Belady, A study of replacement algorithms for a virtual-storage computer, IBM Systems Journal 5 (2), 1966.
 */
export function oldest<K>(): EvictionPolicy<K> {
  const list = createKeyList<K, undefined>();
  return {
    added(key) {
      list.remove(key);
      list.push(key, undefined);
    },
    used() {
      // Only the moment of coming in counts.
    },
    removed: (key) => void list.remove(key),
    victim: (isShielded) => firstFree(list, isShielded),
  };
}
