import type { Outbox } from './outbox.js';
import { report, reportErrors } from './reportErrors.js';

/**
 * The order of all steps of a cache.
 *
 * A call into the cache (a key of a reader, the end of a load, `set`, an unsubscribe) is one
 * transaction of four phases:
 *
 * 1. The state changes: lookups, moves, loads that end, evictions. Events are recorded, and items
 *    are queued.
 * 2. Free slots are refilled, until no more load can start. This comes before any listener is
 *    called, so that listeners see the loads that were started. It comes after all changes, so that
 *    the best candidate is chosen from the final state.
 * 3. Events are delivered, one at a time.
 * 4. Items are delivered. A request of a subscriber meanwhile is a transaction of its own, and its
 *    item follows in turn. The loop ends when no delivery waits.
 *
 * Transactions nest where a user part (a predictor, a policy, a listener) calls the cache: the
 * state changes at once, and phases 2 to 4 wait for the outermost transaction. A request of a
 * listener (phase 3) changes the state, and its events come after those that wait.
 *
 * A load is subscribed *outside* of the transaction that starts it. So an item that its provider
 * requests in that call is delivered in that call, as it would be without a cache. Only phase 2
 * waits, so that the start of the load is complete before the next key is chosen.
 */
export interface Transaction {
  /** How many nested transactions are running. */
  depth: number;
  /** Runs a change of the state in a transaction, which also ends if the change throws. */
  run(change: () => void): void;
  /** Ends a transaction that `depth++` began; together they are `run` without a closure. */
  end(): void;
  /** Requests phase 2: a slot may be free, or a candidate may be new. */
  needsRefill(): void;
  /** Queues a delivery of items for phase 4. */
  later(deliver: () => void): void;
  /** Calls a user part outside of the running transactions, and reports what it throws. */
  outside<T>(call: (argument: T) => void, argument: T): void;
  /**
   * Runs phases 3 and 4. While a transaction or a listener runs it does nothing: they run these
   * phases when they end.
   */
  flush(): void;
}

/**
 * Creates the transaction of one cache.
 *
 * @param refill - phase 2: starts loads in the free slots
 */
export function createTransaction(outbox: Outbox, refill: () => void): Transaction {
  let deliveries: (() => void)[] = [];
  let isRefillDue = false;
  let isRefilling = false;
  /** Whether a load is being subscribed: phase 2 waits for the end of that call. */
  let isSubscribing = false;

  const refillAll = (): void => {
    // A load that starts here may call the cache and ask for a refill: this loop continues.
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
      // Any change may make room for a candidate. But a load that ends during phase 2 does not
      // start phase 2 again.
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
      transaction.flush();
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
    flush() {
      if (transaction.depth > 0 || outbox.isDelivering) return;
      while (outbox.hasEvents || deliveries.length > 0) {
        outbox.deliver();
        // What is queued meanwhile is delivered by the call that queues it: without recursion, as
        // that finds no more than its own.
        const batch = deliveries;
        deliveries = [];
        batch.forEach(reportErrors);
      }
    },
  };
  return transaction;
}
