import { Observable } from 'rxjs';
import { MAX_DELAY } from '../maxDelay.js';
import type { Timer } from '../timerOf.js';

/**
 * Emits once, after a delay, and completes. The timer does not keep a process of Node alive.
 *
 * @param delay - in ms; with Infinity it never emits
 */
export function after(delay: number, timer: Timer): Observable<void> {
  return new Observable((subscriber) => {
    if (delay === Infinity) return;
    const action = timer.schedule(
      () => {
        subscriber.next();
        subscriber.complete();
      },
      Math.min(delay, MAX_DELAY),
    );
    subscriber.add(action);
    // An action of RxJS has the timer of the system as `id`, which is an object on Node.
    (action as { readonly id?: { unref?(): void } }).id?.unref?.();
  });
}
