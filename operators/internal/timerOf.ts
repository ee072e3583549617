import { asyncScheduler, type SchedulerLike } from 'rxjs';
import type { PrefetchCacheOptions } from '../../src/options.js';

/** The scheduler that starts the timers of a cache. */
export type Timer = Pick<SchedulerLike, 'schedule'>;

/** The timer of the option `scheduler`; that of `asyncScheduler` if it has none. */
export function timerOf(scheduler: PrefetchCacheOptions<unknown, unknown>['scheduler']): Timer {
  return scheduler?.schedule ? (scheduler as SchedulerLike) : asyncScheduler;
}
