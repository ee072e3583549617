import { EMPTY, from, isObservable, Observable, take, throwIfEmpty, type ObservableInput } from 'rxjs';
import { EmptyLoadError } from '../../src/errors.js';
import { expected } from '../../src/options.js';
import type { LoadResult } from '../../src/types.js';
import { firstOf } from './firstOf.js';
import type { Load, Parts } from './parts.js';

/** Loads with a provider of either form; what it throws is an error of the observable. */
export function createLoad<K, V>({ provider }: Parts<K, V>): Load<K, V> {
  const load = typeof provider === 'function' ? provider : provider.load.bind(provider);
  return ({ key, context, subscription }) =>
    new Observable<V>((subscriber) => {
      // First, so that a load that is given up while it is being subscribed stops at once.
      subscription.add(subscriber);
      const result = load(key, context);
      // A promise is still listened to, lest its rejection be called unhandled; a stream is still cancelled.
      const input = subscription.closed && isObservable(result) ? EMPTY : checkResult(result);
      input
        .pipe(
          take(1),
          throwIfEmpty(() => new EmptyLoadError(key)),
        )
        .subscribe(subscriber);
    });
}

function checkResult<V>(result: LoadResult<V>): Observable<V> {
  const has = (name: PropertyKey): boolean => typeof (result as unknown as Record<PropertyKey, unknown> | undefined)?.[name] === 'function';
  if (['subscribe', 'then', Symbol.observable].some(has)) return from(result as ObservableInput<V>);
  if (has('getReader')) {
    const reader = (result as ReadableStream<V>).getReader();
    return firstOf<V>(
      () => reader.read(),
      () => reader.cancel(),
    );
  }
  if (has(Symbol.asyncIterator)) {
    const values = (result as AsyncIterable<V>)[Symbol.asyncIterator]();
    return firstOf<V>(
      () => values.next(),
      () => values.return?.(),
    );
  }
  throw expected(
    'load',
    'a function that returns an Observable, a promise, an async iterable or a readable stream, as `of(value)`',
    result,
  );
}
