import type { EvictionPolicy } from '../types.js';
import { createKeyList, type KeyNode } from './keyList.js';

/** What is known of the use of a key. One that was loaded ahead must be used once to be as good as one that was asked for. */
type Use = 'ahead' | 'unvisited' | 'visited';

/**
 * Lets go first what was not used again since the hand passed it: keys stay in the order of their coming, and a hand goes from the oldest to the
 * newest and round again, sparing once each that was visited.
 *
 * It fits readers who return to favourites among much that is seen once. What was loaded ahead enters unvisited, as everything does, and its first
 * use does not mark it visited. Shielded keys are passed and keep their mark. Cost: the same however many are resident, as each mark that the
 * hand wipes was made by a use; and a step for each shielded key that it passes.
 * Y. Zhang et al., SIEVE is simpler than LRU: an efficient turn-key eviction algorithm for web caches, NSDI 2024.
 */
export function sieve<K = any>(): EvictionPolicy<K> {
  const list = createKeyList<K, Use>();
  /** Where the search goes on: a node of the list, or its oldest. */
  let hand: KeyNode<K, Use> | undefined;

  const remove = (key: K) => {
    const node = list.remove(key);
    if (node && node === hand) hand = node.newer;
  };

  return {
    added(key, { unrequested }) {
      remove(key);
      list.push(key, unrequested ? 'ahead' : 'unvisited');
    },
    used(key) {
      const node = list.get(key);
      if (node) node.mark = node.mark === 'ahead' ? 'unvisited' : 'visited';
    },
    removed: remove,
    victim(isShielded) {
      let node = hand ?? list.oldest();
      // Round and round until one is free, or a whole round met nothing but shielded keys.
      for (let shielded = 0; node && shielded < list.size(); node = node.newer ?? list.oldest()) {
        if (isShielded(node.key)) {
          shielded++;
        } else if (node.mark === 'visited') {
          node.mark = 'unvisited';
          shielded = 0;
        } else {
          hand = node;
          return node.key;
        }
      }
      return undefined;
    },
  };
}
