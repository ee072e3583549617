import { throwError } from 'rxjs';

/**
 * Calls a part of a user that must not stop the cache. What it throws is reported as RxJS does with
 * what a listener throws: later, to `config.onUnhandledError` or as an uncaught error.
 *
 * @returns what it returns; undefined where it throws
 */
export function reportErrors<R>(call: () => R): R | undefined {
  try {
    return call();
  } catch (error) {
    report(error);
    return undefined;
  }
}

/** Reports an error that has nowhere else to go. */
export function report(error: unknown): void {
  throwError(() => error).subscribe();
}
