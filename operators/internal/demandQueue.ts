import type { Demand } from './parts.js';

/** What is to be handed over, in order: a linked list, so that 100,000 behind one slow load cost no more than one. */
export interface DemandQueue<K, V> {
  /** The one whose turn it is. */
  readonly head: Demand<K, V> | undefined;
  add(demand: Demand<K, V>): void;
  take(): Demand<K, V> | undefined;
}

/** An empty queue. */
export function createDemandQueue<K, V>(): DemandQueue<K, V> {
  let tail: Demand<K, V> | undefined;
  // A plain field, as a hit reads it.
  const queue = {
    head: undefined as Demand<K, V> | undefined,
    add(demand: Demand<K, V>) {
      if (tail) tail.next = demand;
      else queue.head = demand;
      tail = demand;
    },
    take() {
      const demand = queue.head;
      queue.head = demand?.next;
      if (!queue.head) tail = undefined;
      return demand;
    },
  };
  return queue;
}
