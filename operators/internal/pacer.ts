import type { Subscription } from 'rxjs';
import { createPace, type Pace } from '../../src/cache/pace.js';
import type { Timer } from './timerOf.js';
import type { Transaction } from './transaction.js';

/** Paces the prefetches of a cache. */
export interface Pacer extends Pick<Pace, 'began'> {
  /** Whether a prefetch may begin now. If not, a timer refills the slots once it may. */
  admits(): boolean;
  /** Called after each refill: ends the timer if no prefetch was refused. */
  refilled(): void;
  /** Ends the timer. */
  close(): void;
}

/** The parts of the cache that the pacer uses. */
export interface PacerOptions {
  /** How many prefetches may begin in a second. */
  readonly maxPerSecond: number;
  readonly now: () => number;
  readonly timer: Timer;
  readonly transaction: Transaction;
}

/** Paces prefetches: of plans and of warms, for all readers together. */
export function createPacer({ maxPerSecond, now, timer, transaction }: PacerOptions): Pacer {
  const pace = createPace(maxPerSecond);
  let due: Subscription | undefined;
  let isRefused = false;
  const close = (): void => {
    due?.unsubscribe();
    due = undefined;
    isRefused = false;
  };
  const wake = (): void => {
    due = undefined;
    transaction.run(() => undefined);
  };
  return {
    began: pace.began,
    admits() {
      const wait = pace.wait(now());
      isRefused = wait > 0;
      if (isRefused) due ??= timer.schedule(wake, wait);
      return !isRefused;
    },
    refilled() {
      if (!isRefused) close();
      isRefused = false;
    },
    close,
  };
}
