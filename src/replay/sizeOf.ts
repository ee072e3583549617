import type { Key } from './types.js';

/** The square root of the ratio of the largest size to the smallest. */
const SPREAD = 4;

/** The mean of unscaled sizes, by which they are divided. */
const MEAN = (SPREAD - 1 / SPREAD) / (2 * Math.log(SPREAD));

/**
 * The size of the item of a key, always the same: from about 0.2 to about 3, with a mean of 1. Small
 * sizes are more frequent than large ones.
 */
export function sizeOf(key: Key): number {
  let hash = 0x811c9dc5;
  // FNV-1a, and at the end a mixing step of MurmurHash: similar keys have different sizes.
  for (const character of String(key))
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = (hash ^ (hash >>> 13)) >>> 0;
  return SPREAD ** ((2 * hash) / 2 ** 32 - 1) / MEAN;
}
