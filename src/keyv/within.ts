import type { Timer } from '../../operators/internal/timerOf.js';

/** The answer of a call; rejects with the error `late` if none comes within `ms` milliseconds. */
export function within<T>(answer: Promise<T>, ms: number, timer: Timer, late: Error): Promise<T> {
  return new Promise((resolve, reject) => {
    const timeout = timer.schedule(() => reject(late), ms);
    void answer.then(resolve, reject).finally(() => timeout.unsubscribe());
  });
}
