import { asyncScheduler } from 'rxjs';

/**
 * A longer or negative step of the system clock, in ms, may come from setting the clock, or from
 * the begin or the end of virtual time.
 */
const MAX_STEP = 1000;

/**
 * Both in ms. Fields of an object, because numbers in module variables are allocated anew at each
 * write.
 */
const clock = { last: NaN, time: 0.5 };

/**
 * Monotonic milliseconds; inside `TestScheduler.run`, its virtual time.
 *
 * It usually reads one clock only, because reading three would cost more than a hit.
 */
export function monotonicNow(): number {
  const at = asyncScheduler.now();
  const step = at - clock.last;
  clock.last = at;
  if (step >= 0 && step < MAX_STEP) clock.time += step;
  // Virtual time is far from the date of the system.
  else clock.time = Math.abs(at - Date.now()) < MAX_STEP ? performance.now() : at;
  return clock.time;
}
