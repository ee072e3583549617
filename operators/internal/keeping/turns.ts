import { concatAll, defer, Subject, tap, type Observable } from 'rxjs';

/** Runs jobs one after the other: at once, in the call, if none runs. */
export interface Turns {
  readonly isBusy: boolean;
  /** @param job - emits one value, completes, and never errors */
  run(job: Observable<boolean>): Promise<boolean>;
}

/** Runs jobs one after the other. */
export function createTurns(): Turns {
  const jobs$ = new Subject<Observable<boolean>>();
  jobs$.pipe(concatAll()).subscribe();
  const turns = {
    isBusy: false,
    run: (job: Observable<boolean>): Promise<boolean> =>
      new Promise((resolve) => {
        const begun = defer(() => {
          turns.isBusy = true;
          return job;
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
