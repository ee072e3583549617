import { asyncScheduler } from 'rxjs';

/** Milliseconds that go on evenly, though the system's clock is set; inside of `TestScheduler.run` its virtual time. */
export function monotonicNow(): number {
  const at = asyncScheduler.now();
  // Virtual time is no date.
  return Math.abs(at - Date.now()) < 1e3 ? performance.now() : at;
}
