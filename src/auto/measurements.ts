import type { Control } from '../types.js';
import type { Congestion } from './congestion.js';

/** Measures the loads of a cache, from its events. */
export interface Measurements<K> {
  /** Milliseconds of a load, as a moving average. */
  readonly loadTime: number;
  /** The part of the prefetches that was requested in time, as a moving average. */
  readonly use: number;
  /** Loads that requests began, and prefetches that are not used (yet); earlier ones count half. */
  readonly loads: number;
  readonly unused: number;
  /** The cache emitted an event. */
  saw: Control<K>['saw'];
}

/** Weights of a new value in the moving averages. */
const TIME_WEIGHT = 0.1;
const USE_WEIGHT = 0.02;
/** Loads of requests at which `loads` and `unused` are halved. */
const MAX_LOADS = 1000;

/** @param congestion - learns when loads start and end */
export function createMeasurements<K>(congestion: Congestion): Measurements<K> {
  const learnUse = (isUsed: 0 | 1): void => {
    measured.use += USE_WEIGHT * (isUsed - measured.use);
  };
  const measured = {
    loadTime: 0,
    loads: 0,
    unused: 0,
    use: 1,
    saw(event: Parameters<Control<K>['saw']>[0]) {
      switch (event.type) {
        case 'prefetch-start':
          congestion.started(event.key);
          if (!event.warm) measured.unused++;
          break;
        case 'load-start':
          congestion.started(event.key);
          if (++measured.loads < MAX_LOADS) break;
          measured.loads /= 2;
          measured.unused /= 2;
          break;
        case 'revalidate-start':
          congestion.started(event.key);
          break;
        case 'hit':
        case 'join':
          if (!event.firstUse) break;
          measured.unused = Math.max(0, measured.unused - 1);
          learnUse(1);
          break;
        case 'load-success':
        case 'revalidate-success':
        case 'prefetch-success':
          congestion.ended(event.key, event.duration);
          measured.loadTime +=
            (measured.loadTime === 0 ? 1 : TIME_WEIGHT) * (event.duration - measured.loadTime);
          break;
        case 'load-error':
        case 'load-abort':
        case 'revalidate-error':
        case 'revalidate-abort':
          congestion.ended(event.key);
          break;
        case 'prefetch-error':
        case 'prefetch-abort':
          congestion.ended(event.key);
          if (!event.used && !event.warm) learnUse(0);
          break;
        case 'evict':
          if (event.unused) learnUse(0);
      }
    },
  };
  return measured;
}
