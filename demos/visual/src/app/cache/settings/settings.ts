import { signal, type WritableSignal } from '@angular/core';

/** Settings of a cache and its source. */
export interface Settings {
  /** Milliseconds of a load, plus or minus a fifth. */
  readonly latency: WritableSignal<number>;
  /** How many loads fail, in percent. */
  readonly failures: WritableSignal<number>;
  /** Prefetches in flight at once. */
  readonly concurrency: WritableSignal<number>;
  /** Items that are kept. */
  readonly capacity: WritableSignal<number>;
  /** The name of the predictor. */
  readonly predictor: WritableSignal<string>;
  /** The name of the eviction policy. */
  readonly eviction: WritableSignal<string>;
  /** Whether the cache prefetches. */
  readonly prefetching: WritableSignal<boolean>;
}

/** Settings with these initial values. */
export function createSettings(begin: {
  readonly capacity: number;
  readonly predictor: string;
}): Settings {
  return {
    latency: signal(200),
    failures: signal(0),
    concurrency: signal(4),
    capacity: signal(begin.capacity),
    predictor: signal(begin.predictor),
    eviction: signal('default'),
    prefetching: signal(true),
  };
}
