import { defer, EMPTY, from, isObservable, map, take, throwIfEmpty, type ObservableInput } from 'rxjs';
import { EmptyLoadError } from '../../src/errors.js';
import { expected } from '../../src/options.js';
import type { LoadResult } from '../../src/types.js';
import type { Load, Parts } from './parts.js';

/** Loads with a provider of either form; what it throws is an error of the observable, as is a value that `sizeOf` says no size of. */
export function createLoad<K, V>({ provider, createEntry }: Parts<K, V>): Load<K, V> {
  const load = typeof provider === 'function' ? provider : provider.load.bind(provider);
  return ({ id, key, context, subscription }) =>
    defer(() => {
      const result = load(key, context);
      // Given up while it was being started. A promise is still listened to, lest its rejection be called unhandled.
      return subscription.closed && isObservable(result) ? EMPTY : from(checkResult(result));
    }).pipe(
      take(1),
      throwIfEmpty(() => new EmptyLoadError(key)),
      map((value) => createEntry(id, key, value)),
    );
}

function checkResult<V>(result: LoadResult<V>): ObservableInput<V> {
  const isAsync = ['subscribe', 'then', 'getReader', Symbol.asyncIterator, Symbol.observable].some(
    (name) => typeof (result as unknown as Record<PropertyKey, unknown> | undefined)?.[name] === 'function',
  );
  if (isAsync) return result as ObservableInput<V>;
  throw expected(
    'load',
    'a function that returns an Observable, a promise, an async iterable or a readable stream, as `of(value)`',
    result,
  );
}
