import { Observable, Subject, takeUntil, type OperatorFunction, type Subscriber } from 'rxjs';
import { ClosedError, type LoadError } from '../../src/errors.js';
import type { Core } from './core.js';
import { createReader } from './reader.js';

/**
 * The operator of a cache: each subscription is a reader with a cursor of its own.
 *
 * @param next - hands over an item
 * @param rejected - hands over a failed load; undefined: it ends the stream
 */
export function createStream<K, V, R>(
  core: Core<K, V>,
  next: (subscriber: Subscriber<R>, key: K, value: V) => void,
  rejected?: (subscriber: Subscriber<R>, key: K, error: LoadError<K>) => void,
): OperatorFunction<K, R> {
  return (key$) =>
    new Observable((subscriber) => {
      if (core.closed) {
        subscriber.error(new ClosedError());
        return;
      }
      const left = new Subject<void>();
      const reader = createReader(core, {
        cursor: core.cursors.add(),
        isSingle: false,
        order: core.options.order,
        subscriber,
        next: (key, value) => next(subscriber, key, value),
        rejected: (key, error) => (rejected ? rejected(subscriber, key, error) : reader.fail(error)),
      });
      core.readers.add(reader);
      subscriber.add(() => {
        reader.leave();
        left.next();
      });
      // `left` also stops a source that emits all in one call.
      subscriber.add(
        key$.pipe(takeUntil(left)).subscribe({
          next: (key) => reader.ask(key),
          error: (error: unknown) => reader.fail(error),
          complete: () => reader.end(),
        }),
      );
    });
}
