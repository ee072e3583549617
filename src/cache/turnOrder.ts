import type { ReaderState } from './readerState.js';

/** The turns of all readers, each with the likelihood of the next key that it would start. */
export interface TurnOrder<K> {
  /** Adds a reader, whose turn comes last. */
  add(reader: ReaderState<K>): void;
  remove(reader: ReaderState<K>): void;
  /** Sets the likelihood of the next key that a reader would start; 0 for none. */
  update(reader: ReaderState<K>, likelihood: number): void;
  /** Whether any reader has a key to start. */
  hasOpen(): boolean;
  /**
   * The first reader in turn whose next key is likely enough, if there is one.
   * @param isEnough - monotonic: true for all numbers above one for which it is true
   */
  first(isEnough: (likelihood: number) => boolean): ReaderState<K> | undefined;
  /** Moves a reader that had its turn to the end. */
  served(reader: ReaderState<K>): void;
}

const LEAST_LEAVES = 8;

/**
 * The turns of all readers, in a tournament tree.
 *
 * The leaves are the readers in turn; each node is the largest likelihood below it. Each method is
 * O(log readers), amortized.
 */
export function createTurnOrder<K>(): TurnOrder<K> {
  /** Node i is the parent of nodes 2i and 2i + 1; leaf i is node `leaves` + i. */
  let nodes: number[] = [];
  let leaves = 0;
  let readers: (ReaderState<K> | undefined)[] = [];
  let count = 0;

  const set = (leaf: number, likelihood: number): void => {
    let node = leaves + leaf;
    nodes[node] = likelihood;
    while ((node >>= 1) > 0) {
      const largest = Math.max(nodes[2 * node] as number, nodes[2 * node + 1] as number);
      if (nodes[node] === largest) return;
      nodes[node] = largest;
    }
  };
  const append = (reader: ReaderState<K>): void => {
    if (readers.length === leaves) rebuild();
    reader.turn = readers.push(reader) - 1;
    if (reader.head > 0) set(reader.turn, reader.head);
  };
  /**
   * Rebuilds the tree without the former places of readers that moved to the end. There are at
   * least as many of them as readers, so the cost is amortized.
   */
  const rebuild = (): void => {
    const before = readers;
    leaves = LEAST_LEAVES;
    while (leaves < 2 * count + 2) leaves *= 2;
    nodes = new Array<number>(2 * leaves).fill(0);
    readers = [];
    for (const reader of before) if (reader) append(reader);
  };
  const leave = (reader: ReaderState<K>): void => {
    readers[reader.turn] = undefined;
    if (reader.head > 0) set(reader.turn, 0);
  };

  return {
    add(reader) {
      append(reader);
      count++;
    },
    remove(reader) {
      leave(reader);
      reader.head = 0;
      count--;
    },
    update(reader, likelihood) {
      if (reader.head === likelihood) return;
      reader.head = likelihood;
      set(reader.turn, likelihood);
    },
    hasOpen: () => (nodes[1] ?? 0) > 0,
    first(isEnough) {
      const isWinner = (node: number): boolean =>
        (nodes[node] as number) > 0 && isEnough(nodes[node] as number);
      if (count === 0 || !isWinner(1)) return undefined;
      let node = 1;
      while (node < leaves) {
        node *= 2;
        if (!isWinner(node)) node++;
      }
      return readers[node - leaves];
    },
    served(reader) {
      if (count === 1) return;
      leave(reader);
      append(reader);
    },
  };
}
