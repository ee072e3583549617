import { from, isObservable, type Observable, type Subscriber } from 'rxjs';
import { expected } from '../../src/options.js';
import type { LoadResult, ReadableStreamLike } from '../../src/types.js';

/**
 * Subscribes to the result of a provider, in any form of `LoadResult`.
 *
 * When the subscriber closes, an async iterator is returned and a web stream is cancelled. A web
 * stream that is also an async iterable is read by its reader, because only the reader can cancel a
 * pending read.
 *
 * @param name - the function that returned the result, for the error
 * @throws TypeError if the result is no `LoadResult`
 */
export function subscribeToResult<V>(
  result: LoadResult<V>,
  subscriber: Subscriber<V>,
  name = 'load',
): void {
  if (isObservable(result)) {
    if (!subscriber.closed) subscriber.add(result.subscribe(subscriber));
  } else if (has(result, 'then'))
    follow(result as PromiseLike<V>, subscriber, (value) => ({ value }));
  else if (has(result, 'getReader')) startStream(result as ReadableStreamLike<V>, subscriber);
  else if (has(result, Symbol.asyncIterator)) startIterator(result as AsyncIterable<V>, subscriber);
  else if (has(result, 'subscribe') || has(result, Symbol.observable))
    from(result as unknown as Observable<V>).subscribe(subscriber);
  else {
    const forms =
      'an Observable, a promise, an async iterable or a readable stream, as `of(value)`';
    throw expected(name, `a function that returns ${forms}`, result);
  }
}

function has(result: unknown, method: PropertyKey): boolean {
  return (
    typeof (result as Record<PropertyKey, unknown> | null | undefined)?.[method] === 'function'
  );
}

/** Passes on the first value that a promise brings, or its error. */
function follow<T, V>(
  promise: PromiseLike<T>,
  subscriber: Subscriber<V>,
  read: (result: T) => { value: V } | undefined,
): void {
  promise.then(
    (result) => {
      const first = read(result);
      if (first) subscriber.next(first.value);
      subscriber.complete();
    },
    (error: unknown) => subscriber.error(error),
  );
}

function startIterator<V>(iterable: AsyncIterable<V>, subscriber: Subscriber<V>): void {
  const iterator = iterable[Symbol.asyncIterator]();
  let isDone = false;
  subscriber.add(() => {
    if (!isDone) stop(() => iterator.return?.());
  });
  follow(iterator.next(), subscriber, (result) => {
    isDone = result.done === true;
    return result.done ? undefined : result;
  });
}

function startStream<V>(stream: ReadableStreamLike<V>, subscriber: Subscriber<V>): void {
  const reader = stream.getReader();
  let isDone = false;
  subscriber.add(() => {
    if (!isDone) stop(() => reader.cancel?.());
  });
  follow(reader.read(), subscriber, (result) => {
    isDone = result.done;
    return result.done ? undefined : { value: result.value as V };
  });
}

/** Calls `cancel` or `return`, and ignores the result and all errors. */
function stop(call: () => PromiseLike<unknown> | undefined): void {
  try {
    call()?.then(undefined, () => undefined);
  } catch {
    // Ignored, like a rejection.
  }
}
