import { setImmediate } from 'node:timers/promises';
import type { VirtualTimeScheduler } from 'rxjs';

/**
 * Lets virtual time pass, moment by moment, until something is over.
 *
 * @param hasPromises - whether promises may be at work: each moment waits until they have settled,
 *   which takes most of the real time of a run
 * @throws Error if nothing is due any more and it is not over
 */
export async function passTime(
  clock: VirtualTimeScheduler,
  isOver: () => boolean,
  hasPromises: boolean,
): Promise<void> {
  for (;;) {
    if (hasPromises) await setImmediate();
    if (isOver()) return;
    const [next] = clock.actions;
    if (!next)
      throw new Error(`Nothing is due any more at ${clock.frame} ms, and the run has not ended`);
    clock.maxFrames = next.delay;
    clock.flush();
  }
}
