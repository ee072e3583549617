import { delay, from, type SchedulerLike } from 'rxjs';
import type { DataProvider } from 'rxjs-prefetch-cache';
import type { Frame, MotProvider } from 'rxjs-prefetch-cache/mot';

/** Delays each load of a provider, as a server does. Unsubscribing ends the delay. */
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
