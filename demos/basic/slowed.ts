import { delay, from, type SchedulerLike } from 'rxjs';
import type { DataProvider } from 'rxjs-prefetch-cache';
import type { Frame, MotProvider } from 'rxjs-prefetch-cache/mot';

/**
 * The frames of a file, each so many milliseconds later, as from a server. Whoever gives a load up
 * does not wait for it either.
 */
export function slowed(
  file: MotProvider,
  latency: number,
  scheduler: SchedulerLike,
): DataProvider<number, Frame> {
  return {
    load: (frame, context) => from(file.load(frame, context)).pipe(delay(latency, scheduler)),
    has: (frame) => file.has(frame),
  };
}
