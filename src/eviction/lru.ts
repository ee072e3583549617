import type { EvictionPolicy } from '../types.js';
import { createKeyList } from './keyList.js';

/**
 * Lets go first what was asked for longest ago, or was loaded then and never asked for.
 *
 * It fits readers who come back soon. Cost: the same however many are resident, and a step for each shielded key that is older than the victim.
 * Least recently used: R. L. Mattson et al., Evaluation techniques for storage hierarchies, IBM Systems Journal 9 (2), 1970.
 */
export function lru<K = any>(): EvictionPolicy<K> {
  const list = createKeyList<K, undefined>();
  return {
    added(key) {
      list.remove(key);
      list.push(key, undefined);
    },
    used: (key) => list.renew(key),
    removed: (key) => void list.remove(key),
    victim(isShielded) {
      let node = list.oldest();
      while (node && isShielded(node.key)) node = node.newer;
      return node?.key;
    },
  };
}
