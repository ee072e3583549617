import { from, isObservable, type Observable, type Subscriber } from 'rxjs';
import { expected } from '../../src/options.js';
import type { LoadResult, ReadableStreamLike } from '../../src/types.js';

/**
 * Subscribes to what a provider returned, of whatever form; a web stream may be an async iterable
 * too, but only its reader can cancel a pending read. An async iterable is returned and a readable
 * stream is cancelled when the subscriber closes.
 *
 * @throws TypeError for what is no load
 */
export function startLoad<V>(result: LoadResult<V>, subscriber: Subscriber<V>): void {
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
    throw expected('load', `a function that returns ${forms}`, result);
  }
}

function has(result: unknown, method: PropertyKey): boolean {
  return (
    typeof (result as Record<PropertyKey, unknown> | null | undefined)?.[method] === 'function'
  );
}

/** Hands on the first value of what a promise brings, or its error. */
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

/** Nobody waits for what comes of it. */
function stop(call: () => PromiseLike<unknown> | undefined): void {
  try {
    call()?.then(undefined, () => undefined);
  } catch {
    // As if it had been rejected.
  }
}
