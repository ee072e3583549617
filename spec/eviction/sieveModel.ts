import type { EvictionPolicy } from '../../src/types.js';

interface Node {
  readonly key: number;
  visited: boolean;
}

/**
 * SIEVE as the paper's algorithm is written, over an array: a new object goes to the head, which is
 * the end of the array; the hand starts at the tail, which is its beginning, and moves towards the
 * head. What is shielded is stepped over.
 */
export function sieveModel(): EvictionPolicy<number> {
  let queue: Node[] = [];
  let ahead = new Set<number>();
  /** The node of the hand; undefined for the tail. */
  let hand: Node | undefined;
  const removed = (key: number) => {
    const node = queue.find((node) => node.key === key);
    if (!node) return;
    if (hand === node) hand = queue[queue.indexOf(node) + 1];
    queue = queue.filter((other) => other !== node);
    ahead.delete(key);
  };
  return {
    removed,
    added(key, { unrequested }) {
      removed(key);
      queue.push({ key, visited: false });
      if (unrequested) ahead.add(key);
    },
    used(key) {
      const node = queue.find((node) => node.key === key);
      if (!node) return;
      if (ahead.has(key)) ahead = new Set([...ahead].filter((other) => other !== key));
      else node.visited = true;
    },
    victim(isShielded) {
      if (queue.every(({ key }) => isShielded(key))) return undefined;
      let object = hand ?? queue[0];
      while (object && (isShielded(object.key) || object.visited)) {
        if (!isShielded(object.key)) object.visited = false;
        object = queue[queue.indexOf(object) + 1] ?? queue[0];
      }
      hand = object;
      return object?.key;
    },
  };
}
