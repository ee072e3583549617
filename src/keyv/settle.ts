import { isPromise } from '../structures/isPromise.js';

/** A value, or the promise of one. */
export type MaybePromise<T> = T | PromiseLike<T>;

/**
 * Calls a user part, and calls back once: in this call, unless the part returns a promise.
 *
 * @param done - gets the result; its own errors are its own
 * @param failed - gets what the part throws, or rejects with
 */
export function settle<T>(
  call: () => MaybePromise<T>,
  done: (value: T) => void,
  failed: (error: unknown) => void,
): void {
  let result: MaybePromise<T>;
  let isLater: boolean;
  try {
    result = call();
    isLater = isPromise(result);
  } catch (error) {
    failed(error);
    return;
  }
  // `Promise.resolve` holds against promises that settle twice, or throw in `then`.
  if (isLater) Promise.resolve(result).then(done, failed);
  else done(result as T);
}
