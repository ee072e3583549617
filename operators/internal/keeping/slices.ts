import { finalize, first, map, Observable, repeat } from 'rxjs';
import type { Timer } from '../timerOf.js';

/** Asks, within an idle period, whether there is time for one more slice. */
type HasTime = () => boolean;

/** Time that must remain of an idle period for one more slice, in ms. */
const SLICE = 5;
/** A busy page gives time for one slice after this many ms. */
const PATIENCE = 1000;

/**
 * Runs a generator in idle periods of the page: the result, once it has returned.
 *
 * @param timer - runs one slice in each timer; without it, idle periods are used where they exist
 */
export function slices<T>(
  generator: Generator<void, T>,
  timer: Timer,
  idle: boolean,
): Observable<T> {
  return (idle && 'requestIdleCallback' in globalThis ? nextIdle() : nextTimer(timer)).pipe(
    map((hasTime) => {
      let step = generator.next();
      while (step.done !== true && hasTime()) step = generator.next();
      return step;
    }),
    repeat(),
    first((step) => step.done === true),
    map(({ value }) => value),
    finalize(() => generator.return(undefined as T)),
  );
}

function nextTimer(timer: Timer): Observable<HasTime> {
  // Unlike a timer that waits, a slice keeps a process of Node alive: work that has begun ends.
  return new Observable((subscriber) =>
    timer.schedule(() => {
      subscriber.next(() => false);
      subscriber.complete();
    }, 0),
  );
}

function nextIdle(): Observable<HasTime> {
  return new Observable((subscriber) => {
    const id = requestIdleCallback(
      (deadline) => {
        subscriber.next(() => deadline.timeRemaining() > SLICE);
        subscriber.complete();
      },
      { timeout: PATIENCE },
    );
    subscriber.add(() => cancelIdleCallback(id));
  });
}
