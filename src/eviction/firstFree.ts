import type { KeyList } from './keyList.js';

/** The oldest key that is not shielded. */
export function firstFree<K, M>(list: KeyList<K, M>, isShielded: (key: K) => boolean): K | undefined {
  let node = list.oldest();
  while (node && isShielded(node.key)) node = node.newer;
  return node?.key;
}
