import { createQueue } from '../../src/structures/queue.js';
import type { Outbox } from './outbox.js';
import { report, reportErrors } from './reportErrors.js';

/**
 * The order of everything that a cache does.
 *
 * A call into the cache (a key of a reader, the end of a load, `set`, an unsubscribe) is one
 * transaction, of four phases:
 *
 * 1. The state changes: lookups, moves, loads that end, evictions. Events are recorded, and items
 *    are queued.
 * 2. Free slots are refilled, until nothing more can start. This comes before any listener is
 *    called, so that a listener sees what was started; and after all changes, so that the best
 *    candidate is chosen among all of them.
 * 3. Events are delivered, one at a time.
 * 4. Items are delivered. What a subscriber requests meanwhile is a transaction of its own, whose
 *    items come in their turn. The loop ends when nothing waits.
 *
 * Transactions nest where a part of a user (a provider, a policy, a listener) calls the cache: the
 * state changes at once, and phases 2 to 4 wait for the outermost one. While a listener is called
 * (phase 3), what it requests changes the state, and its events come after those that wait.
 *
 * A load is subscribed to *outside* of the transaction that starts it: an item that its provider
 * requests in that call comes in that call, as it would without a cache. Only phase 2
 * waits, so that the state which started the load is complete before another is chosen.
 */
export interface Transaction {
  /** How many transactions are under way. */
  depth: number;
  /** Runs a change of the state in a transaction, and ends it whatever the change throws. */
  run(change: () => void): void;
  /** Ends a transaction that `depth++` began: `run` without a closure. */
  end(): void;
  /** Slots may be free, or candidates may be new: phase 2 is due. */
  needsRefill(): void;
  /** Queues a delivery of items for phase 4. */
  later(deliver: () => void): void;
  /**
   * Calls a part of a user outside of the transactions that are under way. What it throws is
   * reported.
   */
  outside<T>(call: (argument: T) => void, argument: T): void;
  /**
   * Runs phases 3 and 4, unless a transaction or a listener is under way: these do it when they
   * end.
   */
  settle(): void;
}

/** @param refill - starts what fits the free slots: phase 2 */
export function createTransaction(outbox: Outbox, refill: () => void): Transaction {
  const deliveries = createQueue<() => void>();
  let isRefillDue = false;
  let isRefilling = false;
  /** Whether phase 2 waits until the load that is being subscribed to has been. */
  let isSubscribing = false;

  const refillAll = (): void => {
    // What starts here may call the cache: this loop goes on then.
    isRefilling = true;
    for (isRefillDue = true; isRefillDue;) {
      isRefillDue = false;
      reportErrors(refill);
    }
    isRefilling = false;
  };

  const transaction: Transaction = {
    depth: 0,
    run(change) {
      transaction.depth++;
      // Whatever the change is, it may make room for a candidate that found none; but a load that
      // ends while slots are refilled does not start anew.
      if (!isRefilling) isRefillDue = true;
      try {
        change();
      } finally {
        transaction.end();
      }
    },
    end() {
      if (isRefillDue && transaction.depth === 1 && !isSubscribing && !isRefilling) refillAll();
      transaction.depth--;
      transaction.settle();
    },
    needsRefill() {
      isRefillDue = true;
    },
    later(deliver) {
      deliveries.push(deliver);
    },
    outside(call, argument) {
      const { depth } = transaction;
      const wasSubscribing = isSubscribing;
      transaction.depth = 0;
      isSubscribing = true;
      try {
        call(argument);
      } catch (error) {
        report(error);
      }
      transaction.depth = depth;
      isSubscribing = wasSubscribing;
    },
    settle() {
      if (transaction.depth > 0 || outbox.isDelivering) return;
      while (outbox.hasEvents || deliveries.size > 0) {
        outbox.deliver();
        const deliver = deliveries.shift();
        if (deliver) reportErrors(deliver);
      }
    },
  };
  return transaction;
}
