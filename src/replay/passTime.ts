import type { VirtualTimeScheduler } from 'rxjs';

/**
 * Advances virtual time from action to action until a run has ended.
 *
 * @param settle - resolves when all pending promises have settled. Each step waits for it, which
 *   takes most of the real time of a run. @defaultValue no promises are used
 * @throws Error if no action is scheduled although the run has not ended
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
