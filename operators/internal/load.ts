import { defer, EMPTY, from, isObservable, take, type ObservableInput } from 'rxjs';
import { expected } from '../../src/options.js';
import type { LoadResult, Provider } from '../../src/types.js';
import type { Load } from './parts.js';

/** What a provider of either form loads; what it throws is an error of the observable. */
export function createLoad<K, V>(provider: Provider<K, V>): Load<K, V> {
  const load = typeof provider === 'function' ? provider : provider.load.bind(provider);
  return (key, context, isWanted) =>
    defer(() => {
      const result = load(key, context);
      // Given up while it was being started. A promise is still listened to, lest its rejection be called unhandled.
      if (!isWanted() && isObservable(result)) return EMPTY;
      return from(checkResult(result));
    }).pipe(take(1));
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
