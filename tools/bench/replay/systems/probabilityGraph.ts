import type { AccessPredictor } from 'rxjs-prefetch-cache';
import type { Key } from '../../../../src/replay/types.js';

/** How many accesses after a key count as following it. */
const WINDOW = 5;

interface Node {
  /** How often the key was asked for. */
  times: number;
  /** How often each other key was asked for soon after it. */
  readonly followers: Map<Key, number>;
}

/**
 * A probability graph: which keys are asked for within the next few requests after a key, and in
 * how many of the cases.
 *
 * It remembers everything. J. Griffioen and R. Appleton, Reducing file system latency using a
 * predictive approach, USENIX Summer 1994; a follower counts once an occurrence of the key, not
 * once a place in the window, as a sure successor would else be worth one in five.
 *
 * @param threshold - from which share of the cases on a follower is named
 */
export function probabilityGraph(threshold: number): AccessPredictor<Key> {
  const nodes = new Map<Key, Node>();
  const recent: { readonly key: Key; readonly seen: Set<Key> }[] = [];
  return {
    observe({ key }) {
      for (const before of recent) {
        if (before.key === key || before.seen.has(key)) continue;
        before.seen.add(key);
        const followers = nodes.get(before.key)?.followers;
        followers?.set(key, (followers.get(key) ?? 0) + 1);
      }
      const node = nodes.get(key) ?? { times: 0, followers: new Map<Key, number>() };
      node.times++;
      nodes.set(key, node);
      recent.push({ key, seen: new Set() });
      if (recent.length > WINDOW) recent.shift();
    },
    predict(current, _history, add) {
      const { times = 1, followers = [] } = nodes.get(current) ?? {};
      for (const [key, count] of followers) if (count / times >= threshold) add(key, count / times);
    },
  };
}
