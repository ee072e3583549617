import { Subscription, type Observable } from 'rxjs';
import { onAbort } from './onAbort.js';

/**
 * The first value of an observable as a promise. A signal that aborts unsubscribes, and the promise
 * rejects with its reason.
 *
 * The observable has to have a value, or an error.
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
