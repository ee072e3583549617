import type { MotStats } from './types.js';

/** Stats of a provider. */
export interface Figures {
  /** Counts a load whose frame was parsed already. @param time - milliseconds */
  hit(time: number): void;
  /** Counts a load whose frame had to be read. @param time - milliseconds */
  miss(time: number): void;
  /** Counts frames that were read and parsed together. */
  loaded(frames: number, time: number): void;
  /** Counts a read of the source. */
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

/** Makes stats that begin at 0. */
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
