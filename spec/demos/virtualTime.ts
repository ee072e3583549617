import { setImmediate } from 'node:timers/promises';
import { VirtualTimeScheduler } from 'rxjs';

/**
 * Lets virtual time pass until a promise settles: promises first, then the next moment at which
 * something is due.
 */
export async function passTime<T>(scheduler: VirtualTimeScheduler, task: Promise<T>): Promise<T> {
  const state = { isOver: false };
  const over = () => void (state.isOver = true);
  task.then(over, over);
  for (;;) {
    await setImmediate();
    if (state.isOver) return task;
    const [next] = scheduler.actions;
    if (!next) continue;
    scheduler.maxFrames = next.delay;
    scheduler.flush();
  }
}

/** A clock that stands still until `passTime` moves it. */
export function virtualTime(): VirtualTimeScheduler {
  return new VirtualTimeScheduler(undefined, 0);
}
