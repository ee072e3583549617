import { asyncScheduler } from 'rxjs';

/**
 * A longer step of the system's clock, or one back, may be a clock that was set, or the begin or
 * end of virtual time: in ms.
 */
const MAX_STEP = 1000;

/** Of an object, as numbers of a module would be made anew at each call: both in ms. */
const clock = { last: NaN, time: 0.5 };

/**
 * Milliseconds that go on evenly, though the system's clock is set; inside of `TestScheduler.run`
 * its virtual time. As a rule it asks one clock, as three would cost more than a hit.
 */
export function monotonicNow(): number {
  const at = asyncScheduler.now();
  const step = at - clock.last;
  clock.last = at;
  if (step >= 0 && step < MAX_STEP) clock.time += step;
  // Virtual time is no date.
  else clock.time = Math.abs(at - Date.now()) < MAX_STEP ? performance.now() : at;
  return clock.time;
}
