import { signal, type WritableSignal } from '@angular/core';

/** What a user may change about a cache and its source. */
export interface Settings {
  /** How long a load takes, in milliseconds, give or take a fifth. */
  readonly latency: WritableSignal<number>;
  /** How many loads fail, in percent. */
  readonly failures: WritableSignal<number>;
  /** Loads ahead in flight at once. */
  readonly concurrency: WritableSignal<number>;
  /** Items that are kept. */
  readonly capacity: WritableSignal<number>;
  /** The name of the predictor. */
  readonly predictor: WritableSignal<string>;
  /** The name of the eviction policy. */
  readonly eviction: WritableSignal<string>;
  /** Whether anything is loaded ahead. */
  readonly prefetching: WritableSignal<boolean>;
}

/** Settings that begin with these. */
export function createSettings(begin: {
  readonly capacity: number;
  readonly predictor: string;
}): Settings {
  return {
    latency: signal(200),
    failures: signal(0),
    concurrency: signal(8),
    capacity: signal(begin.capacity),
    predictor: signal(begin.predictor),
    eviction: signal('default'),
    prefetching: signal(true),
  };
}
