import type { VirtualTimeScheduler } from 'rxjs';

/**
 * Lets virtual time pass, moment by moment, until something is over.
 *
 * @param settle - resolves when the promises that are at work have settled; each moment waits for
 *   it, which takes most of the real time of a run. By default there are none.
 * @throws Error if nothing is due any more and it is not over
 */
export async function passTime(
  clock: VirtualTimeScheduler,
  isOver: () => boolean,
  settle?: () => Promise<unknown>,
): Promise<void> {
  for (;;) {
    if (settle) await settle();
    if (isOver()) return;
    const [next] = clock.actions;
    if (!next)
      throw new Error(`Nothing is due any more at ${clock.frame} ms, and the run has not ended`);
    clock.maxFrames = next.delay;
    clock.flush();
  }
}
