import type { SchedulerLike } from 'rxjs';

/** A time that goes on when it is told to. */
export interface Clock extends SchedulerLike {
  advance(ms: number): void;
}

/** A clock at 1000 ms. The cache may read it and nothing more: it has no timers. */
export function createClock(): Clock {
  let now = 1000;
  return {
    now: () => now,
    advance: (ms) => (now += ms),
    schedule() {
      throw new Error('The cache scheduled something');
    },
  };
}
