import { finalize, mergeMap, Observable, Subject, type OperatorFunction } from 'rxjs';
import { checkNumber } from '../../src/options.js';

/**
 * Starts what is best now, each time a slot is free.
 *
 *     wake-up$   x-----------------x-----|
 *     next()     a b c             d
 *     hold(a)    ----|
 *     hold(b)    --------------|
 *     hold(c)          (waits: never queued, requested anew)
 *     output$    ----a---------b-----d---|
 *
 * Not `mergeMap` alone: its buffer is first in, first out, while here nothing waits in a queue: a
 * candidate is chosen at the moment at which it starts. At each wake-up a flat loop feeds
 * `mergeMap` one candidate a free slot, so that 20,000 holds that end at once run through without
 * recursion.
 *
 *     const best = [{ page: 3 }, { page: 1 }, { page: 2 }];
 *     of('wake up').pipe(speculate(() => best.shift(), ({ page }) => of(`page ${page}`), 2)).subscribe(console.log);
 *     // page 3, page 1, page 2
 *
 * @param next - the best candidate now; undefined when there is none. Not asked while all slots are
 *   taken
 * @param hold - what takes the slot, until it ends; its values are the output, its error ends it
 * @param concurrency - how many slots there are: an integer from 0 and up
 * @returns an operator each value of whose source is a wake-up, to be given after holds have ended;
 *   it completes when its source and all holds have
 * @throws RangeError | TypeError if `concurrency` is anything else
 */
export function speculate<C extends object, V>(
  next: () => C | undefined,
  hold: (candidate: C) => Observable<V>,
  concurrency: number,
): OperatorFunction<unknown, V> {
  checkNumber('concurrency', concurrency, 0, true);
  return (wakeUp$) =>
    new Observable((subscriber) => {
      const candidates = new Subject<C>();
      let taken = 0;
      let feeding = false;

      const feed = (): void => {
        // Woken from inside of a hold: the loop that started it goes on.
        if (feeding) return;
        feeding = true;
        try {
          // Also null ends it, which a program in JavaScript may say: it would be held, and asked
          // for again without end.
          for (let candidate; taken < concurrency && !subscriber.closed && (candidate = next());) {
            taken++;
            candidates.next(candidate);
          }
        } catch (error) {
          subscriber.error(error);
        }
        feeding = false;
      };

      candidates
        .pipe(mergeMap((candidate) => hold(candidate).pipe(finalize(() => taken--)), concurrency))
        .subscribe(subscriber);
      subscriber.add(
        wakeUp$.subscribe({
          next: feed,
          error: (error: unknown) => subscriber.error(error),
          complete: () => candidates.complete(),
        }),
      );
    });
}
