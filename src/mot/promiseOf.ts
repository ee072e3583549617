import { Subscription, type Observable } from 'rxjs';
import { onAbort } from '../net/onAbort.js';

/**
 * The first value of an observable as a promise; the observable must emit a value or an error.
 *
 * If the signal aborts, the observable is unsubscribed, and the promise rejects with its reason.
 */
export function promiseOf<T>(source$: Observable<T>, signal?: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason as Error);
      return;
    }
    const subscription = new Subscription();
    if (signal) {
      const stopListening = onAbort(signal, () => {
        subscription.unsubscribe();
        reject(signal.reason as Error);
      });
      subscription.add(stopListening);
    }
    subscription.add(
      source$.subscribe({
        next: (value) => {
          resolve(value);
          subscription.unsubscribe();
        },
        error: (error: unknown) => {
          subscription.unsubscribe();
          const reason = error as Error; // passed on as it is, whatever it is
          reject(reason);
        },
      }),
    );
  });
}
