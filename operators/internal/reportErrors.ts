import { throwError } from 'rxjs';

/**
 * Calls a user part, and reports what it throws instead of stopping the cache.
 *
 * RxJS treats errors of listeners in the same way: they go to `config.onUnhandledError`, or are
 * thrown later as uncaught errors.
 *
 * @returns what the call returns; undefined if it throws
 */
export function reportErrors<R>(call: () => R): R | undefined {
  try {
    return call();
  } catch (error) {
    report(error);
    return undefined;
  }
}

/** Reports an error that no stream can carry. */
export function report(error: unknown): void {
  throwError(() => error).subscribe();
}
