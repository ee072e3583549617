import { Subject, takeUntil, type OperatorFunction } from 'rxjs';
import type { Parts } from './parts.js';
import { createReader } from './reader.js';
import { whileOpen } from './whileOpen.js';

/**
 * The operator of a cache: each subscription is a reader with a cursor of its own.
 *
 * @typeParam R - an item, or a result where the kind is `'settled'`
 * @param order - that of the options, if left out
 */
export function createStream<K, V, R>(parts: Parts<K, V>, kind: 'stream' | 'settled', order = parts.order): OperatorFunction<K, R> {
  return (key$) =>
    whileOpen(parts, (subscriber) => {
      const left = new Subject<void>();
      const reader = createReader(parts, parts.cursors.add(), kind, order, subscriber);
      // Also stops a source that emits all in one call.
      subscriber.add(() => left.next());
      subscriber.add(
        key$.pipe(takeUntil(left)).subscribe({
          next: reader.ask,
          error: (error: unknown) => reader.fail(error),
          complete: () => reader.end(),
        }),
      );
    });
}
