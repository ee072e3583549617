import { createQueue } from '../../src/structures/queue.js';
import type { Order } from '../../src/types.js';
import type { Request } from './load.js';

/** The undelivered requests of one reader, in the order of the option `order`. */
export interface Delivery<K, V> {
  /** Whether an item is being delivered. Other items wait until that call returns. */
  isHanding: boolean;
  /** How many requests wait for an item or for their turn. */
  readonly size: number;
  /** Adds a request that waits. */
  add(request: Request<K, V>): void;
  /** Marks a request as ready: it has its item or its error. */
  ready(request: Request<K, V>): void;
  /** Whether an item that is requested now must wait behind another one. */
  isBehind(): boolean;
  /** Removes a request that is about to be delivered; false if it was removed before. */
  take(request: Request<K, V>): boolean;
  /** Removes and returns all requests. */
  takeAll(): Request<K, V>[];
  /** Delivers each ready request in turn, including those that become ready meanwhile. */
  deliver(handOver: (request: Request<K, V>) => void): void;
}

/**
 * The queue of one reader. With `concat` it holds all requests, in the order of their keys.
 * Otherwise it holds the ready ones, in the order in which they became ready. Each method except
 * `takeAll` is O(1), amortized.
 */
export function createDelivery<K, V>(order: Order): Delivery<K, V> {
  /** With `merge` and `switch`: all requests, ready or not. */
  const others = order === 'concat' ? undefined : new Set<Request<K, V>>();
  const line = createQueue<Request<K, V>>();

  /** The request whose turn it is, if it is ready. */
  const next = (): Request<K, V> | undefined => {
    for (let request; (request = line.first()); line.shift())
      if (request.isWaiting) return request.entry || request.error ? request : undefined;
    return undefined;
  };
  const remove = (request: Request<K, V>): boolean => {
    if (!request.isWaiting) return false;
    request.isWaiting = false;
    others?.delete(request);
    delivery.size--;
    return true;
  };

  const delivery = {
    isHanding: false,
    size: 0,
    add(request: Request<K, V>) {
      request.isWaiting = true;
      delivery.size++;
      if (others) others.add(request);
      else line.push(request);
    },
    ready(request: Request<K, V>) {
      if (others && request.isWaiting) line.push(request);
    },
    isBehind: () => delivery.size > 0 && (!others || next() !== undefined),
    take: remove,
    takeAll() {
      const ready = line.takeAll();
      const all = others ? [...others] : ready.filter(({ isWaiting }) => isWaiting);
      all.forEach(remove);
      return all;
    },
    deliver(handOver: (request: Request<K, V>) => void) {
      if (delivery.isHanding) return;
      delivery.isHanding = true;
      try {
        for (let request; (request = next());) handOver(request);
      } finally {
        delivery.isHanding = false;
      }
    },
  };
  return delivery;
}
