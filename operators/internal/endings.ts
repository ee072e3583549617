import type { Subscriber } from 'rxjs';
import type { Transaction } from './transaction.js';

/**
 * How a reader ends by an error of its source or its loads, and when the cache closes.
 *
 * @param leave - releases all that the reader wants
 */
export function createEndings(
  leave: () => void,
  subscriber: Subscriber<never>,
  transaction: Transaction,
): { error(error: unknown): void; close(): void } {
  return {
    error(error) {
      try {
        leave();
      } finally {
        // Even if `leave` throws, the subscriber gets the error.
        subscriber.error(error);
      }
    },
    close() {
      leave();
      transaction.later(() => subscriber.complete());
    },
  };
}
