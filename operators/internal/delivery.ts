import { createQueue } from '../../src/structures/queue.js';
import type { Order } from '../../src/types.js';
import type { Request } from './load.js';

/**
 * The requests of one reader that are to be handed over, in the promised order. It knows no cache.
 */
export interface Delivery<K, V> {
  /** Whether an item is being handed over: another one waits until that returns. */
  isHanding: boolean;
  /** How many requests wait, for an item or for their turn. */
  readonly size: number;
  /** A request waits. */
  add(request: Request<K, V>): void;
  /** A request has its item, or its error. */
  ready(request: Request<K, V>): void;
  /** Whether something comes before an item that is requested now. */
  isBehind(): boolean;
  /** A request is handed over now. Returns false if it was taken meanwhile. */
  take(request: Request<K, V>): boolean;
  /** Takes all requests. */
  takeAll(): Request<K, V>[];
  /** Hands over what is ready and whose turn it is, also what becomes ready meanwhile. */
  deliver(handOver: (request: Request<K, V>) => void): void;
}

/**
 * A line of requests: with `concat` all, in the order of the keys; else those that are ready, in
 * the order in which they became so. Each method is O(1), amortized, but `takeAll`.
 */
export function createDelivery<K, V>(order: Order): Delivery<K, V> {
  /** Where the order is not that of the keys: all, also those that are not ready. */
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
