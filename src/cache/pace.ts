import { createQueue } from '../structures/queue.js';

/** Limits how many prefetches begin in any window of one second. */
export interface Pace {
  /** Counts a prefetch that begins at this time, in ms. */
  readonly began: (at: number) => void;
  /** Milliseconds until another one may begin; 0 or less: now. */
  wait(at: number): number;
}

const WINDOW = 1000;

/** A pace of at most `max` prefetches a second. Each method is O(1), amortized. */
export function createPace(max: number): Pace {
  /** When the latest prefetches began, at most `max`. */
  const starts = createQueue<number>();
  return {
    began(at) {
      starts.push(at);
      if (starts.size > max) starts.shift();
    },
    // The distance of the two times, so that a clock that is set back does not stop prefetching.
    wait: (at) => (starts.size < max ? 0 : WINDOW - Math.abs(at - (starts.first() as number))),
  };
}
