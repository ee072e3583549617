import type { Codec } from './codec.js';

/** How far apart keys of one view are at most. */
const NEAR = 128;
/** How many keys in a row lie in one region. */
const REGION = 8192;

/**
 * Keys that are integers, such as frames and pages: their steps are differences. Others have none.
 */
export function integers(): Codec<number> {
  return {
    sub(to, from) {
      if (!Number.isSafeInteger(to) || !Number.isSafeInteger(from)) return undefined;
      const step = to - from;
      return Number.isSafeInteger(step) ? step : undefined;
    },
    add(key, step) {
      const to = key + (step as number);
      return Number.isSafeInteger(to) ? to : undefined;
    },
    isNear: (a, b) => Math.abs(a - b) <= NEAR,
    region: (key) => Math.floor(key / REGION),
  };
}
