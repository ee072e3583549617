import type { MotStats } from './types.js';

/** Counts what a provider does. */
export interface Figures {
  /** A load was answered by a parsed frame, in so many milliseconds. */
  hit(time: number): void;
  /** A load was answered otherwise. */
  miss(time: number): void;
  /** So many frames were read and parsed together. */
  loaded(frames: number, time: number): void;
  /** The source was read. */
  read(bytes: number): void;
  now(): Pick<
    MotStats,
    | 'hits'
    | 'misses'
    | 'hitRate'
    | 'meanLoadTime'
    | 'meanHitTime'
    | 'meanMissTime'
    | 'reads'
    | 'bytesRead'
  >;
}

/** All figures begin at 0. */
export function figures(): Figures {
  let [hits, misses, loads, reads, bytesRead] = [0, 0, 0, 0, 0];
  let [hitTime, missTime, loadTime] = [0, 0, 0];
  return {
    hit(time) {
      hits++;
      hitTime += time;
    },
    miss(time) {
      misses++;
      missTime += time;
    },
    loaded(frames, time) {
      loads += frames;
      loadTime += time;
    },
    read(bytes) {
      reads++;
      bytesRead += bytes;
    },
    now: () => ({
      hits,
      misses,
      hitRate: ratio(hits, hits + misses),
      meanLoadTime: ratio(loadTime, loads),
      meanHitTime: ratio(hitTime, hits),
      meanMissTime: ratio(missTime, misses),
      reads,
      bytesRead,
    }),
  };
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
