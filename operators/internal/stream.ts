import { Subject, takeUntil, type OperatorFunction } from 'rxjs';
import type { Cursor } from '../../src/cache/cursor.js';
import type { Order } from '../../src/options.js';
import type { Parts } from './parts.js';
import { createReader } from './reader.js';
import { whileOpen } from './whileOpen.js';

/** How a stream differs from the one that the options describe. */
export interface StreamOptions<K> {
  /** Whether it hands over results, of failures too, instead of items. */
  readonly settled?: boolean;
  readonly order?: Order;
  /** The cursor that it moves and does not end, as others do too. */
  readonly shared?: () => Cursor<K>;
}

/** The operator of a cache: each subscription is a reader with a cursor of its own, if they share none. */
export function createStream<K, V, R>(parts: Parts<K, V>, options: StreamOptions<K> = {}): OperatorFunction<K, R> {
  return (key$) =>
    whileOpen(parts, (subscriber) => {
      const left = new Subject<void>();
      const reader = createReader(parts, options, subscriber);
      // Also stops a source that emits all in one call.
      subscriber.add(() => left.next());
      subscriber.add(key$.pipe(takeUntil(left)).subscribe(reader));
    });
}
