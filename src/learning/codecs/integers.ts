import type { Codec } from './codec.js';

/** Largest distance between keys of one view. */
const NEAR = 128;
/** Keys in a row that form one region. */
const REGION = 8192;

/**
 * Codec of integers, such as frames and pages: a step is the difference of two keys.
 *
 * Keys that are no safe integers have no steps.
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
