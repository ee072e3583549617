import { Subscriber, type OperatorFunction } from 'rxjs';
import type { Parts } from './parts.js';
import { createReader, type ReaderOptions } from './reader.js';
import { whileOpen } from './whileOpen.js';

/** The operator of a cache: each subscription is a reader with a cursor of its own, if they share none. */
export function createStream<K, V, R>(parts: Parts<K, V>, options: ReaderOptions<K> = {}): OperatorFunction<K, R> {
  return (key$) =>
    whileOpen(parts, (subscriber) => {
      const reader = createReader(parts, options, subscriber);
      // What RxJS wraps around an observer costs nearly a tenth of a hit, so keys come to the reader itself.
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- nothing else of RxJS 7 is subscribed as it is
      const keys = Object.assign(new Subscriber<K>(reader), { next: reader.next });
      // First, so that it also stops a source that emits all in one call.
      subscriber.add(keys);
      key$.subscribe(keys);
    });
}
