import { Subject, takeUntil, type OperatorFunction } from 'rxjs';
import type { Parts } from './parts.js';
import { createReader, type ReaderOptions } from './reader.js';
import { whileOpen } from './whileOpen.js';

/** The operator of a cache: each subscription is a reader with a cursor of its own, if they share none. */
export function createStream<K, V, R>(parts: Parts<K, V>, options: ReaderOptions<K> = {}): OperatorFunction<K, R> {
  return (key$) =>
    whileOpen(parts, (subscriber) => {
      const left = new Subject<void>();
      const reader = createReader(parts, options, subscriber);
      // Also stops a source that emits all in one call.
      subscriber.add(() => left.next());
      subscriber.add(key$.pipe(takeUntil(left)).subscribe(reader));
    });
}
