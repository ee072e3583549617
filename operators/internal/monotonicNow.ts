import { asyncScheduler } from 'rxjs';

/**
 * A longer step of the system's clock, or one back, may be a clock that was set, or the begin or
 * end of virtual time: in ms.
 */
const MAX_STEP = 1000;

let last = NaN;
let time = 0;

/**
 * Milliseconds that go on evenly, though the system's clock is set; inside of `TestScheduler.run`
 * its virtual time. As a rule it asks one clock, as three would cost more than a hit.
 */
export function monotonicNow(): number {
  const at = asyncScheduler.now();
  const step = at - last;
  last = at;
  if (step >= 0 && step < MAX_STEP) time += step;
  // Virtual time is no date.
  else time = Math.abs(at - Date.now()) < MAX_STEP ? performance.now() : at;
  return time;
}
