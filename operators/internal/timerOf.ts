import { asyncScheduler, Observable, type SchedulerLike } from 'rxjs';
import type { PrefetchCacheOptions } from '../../src/options.js';
import { MAX_DELAY } from '../../src/structures/maxDelay.js';

/** The scheduler that starts the timers of a cache. */
export type Timer = Pick<SchedulerLike, 'schedule'>;

/** The timer of the option `scheduler`; that of `asyncScheduler` if it has none. */
export function timerOf(scheduler: PrefetchCacheOptions<unknown, unknown>['scheduler']): Timer {
  return scheduler?.schedule ? (scheduler as SchedulerLike) : asyncScheduler;
}

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
