/** One key in a list, between the one that came before it and the one that came after it. */
export interface KeyNode<K, M> {
  readonly key: K;
  /** What the policy notes about the key. */
  mark: M;
  older: KeyNode<K, M> | undefined;
  newer: KeyNode<K, M> | undefined;
}

/** Keys in order, from the oldest to the newest. */
export interface KeyList<K, M> {
  oldest(): KeyNode<K, M> | undefined;
  newest(): KeyNode<K, M> | undefined;
  size(): number;
  get(key: K): KeyNode<K, M> | undefined;
  /** Adds a key as the newest. One that is in the list must be removed first. */
  push(key: K, mark: M): void;
  /** Takes a key out; its node keeps its neighbours, so that whoever stands on it can go on. */
  remove(key: K): KeyNode<K, M> | undefined;
  /** Makes a key the newest, if it is in the list. */
  renew(key: K): void;
}

/**
 * An empty list; every method takes the same time however many keys there are.
 *
 * Linked by hand: a Map keeps its order too, but where its first keys were deleted, looking for the first one left passes over all of their places.
 */
export function createKeyList<K, M>(): KeyList<K, M> {
  const nodes = new Map<K, KeyNode<K, M>>();
  let oldest: KeyNode<K, M> | undefined;
  let newest: KeyNode<K, M> | undefined;

  const append = (node: KeyNode<K, M>) => {
    node.older = newest;
    node.newer = undefined;
    if (newest) newest.newer = node;
    else oldest = node;
    newest = node;
  };
  const detach = ({ older, newer }: KeyNode<K, M>) => {
    if (older) older.newer = newer;
    else oldest = newer;
    if (newer) newer.older = older;
    else newest = older;
  };

  return {
    oldest: () => oldest,
    newest: () => newest,
    size: () => nodes.size,
    get: (key) => nodes.get(key),
    push(key, mark) {
      const node: KeyNode<K, M> = { key, mark, older: undefined, newer: undefined };
      nodes.set(key, node);
      append(node);
    },
    remove(key) {
      const node = nodes.get(key);
      if (!node) return undefined;
      nodes.delete(key);
      detach(node);
      return node;
    },
    renew(key) {
      const node = nodes.get(key);
      if (!node || node === newest) return;
      detach(node);
      append(node);
    },
  };
}
