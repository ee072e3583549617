import { throwError } from 'rxjs';

/** Reports an error that has nowhere to go, as RxJS does with one that a listener throws: later, to `config.onUnhandledError` or as an uncaught one. */
export function report(error: unknown): void {
  throwError(() => error).subscribe();
}
