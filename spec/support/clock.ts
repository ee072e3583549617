import { VirtualTimeScheduler } from 'rxjs';

/** A clock that stands still until its `frame` is set: milliseconds. */
export function createClock(): VirtualTimeScheduler {
  return new VirtualTimeScheduler();
}
