import { concatAll, defer, Subject, subscribeOn, tap, type Observable, type SchedulerLike } from 'rxjs'; // prettier-ignore
import type { Timer } from '../timerOf.js';

/** Runs jobs one after the other: at once, in the call, if none runs. */
export interface Turns {
  readonly isBusy: boolean;
  /** @param job - emits one value, completes, and never errors */
  run(job: Observable<boolean>): Promise<boolean>;
}

/**
 * Runs jobs one after the other.
 *
 * A job begins in the call that ends the one before. But a job that was requested in that very call,
 * such as by a listener of `events$`, begins in a timer: a listener that saves again at each error
 * would otherwise never return.
 */
export function createTurns(timer: Timer): Turns {
  const jobs$ = new Subject<Observable<boolean>>();
  jobs$.pipe(concatAll()).subscribe();
  const turns = {
    isBusy: false,
    run: (job: Observable<boolean>): Promise<boolean> =>
      new Promise((resolve) => {
        let isSameCall = turns.isBusy;
        void Promise.resolve().then(() => (isSameCall = false));
        const begun = defer(() => {
          turns.isBusy = true;
          return isSameCall ? job.pipe(subscribeOn(timer as SchedulerLike)) : job;
        });
        jobs$.next(
          begun.pipe(
            tap((value) => {
              turns.isBusy = false;
              resolve(value);
            }),
          ),
        );
      }),
  };
  return turns;
}
