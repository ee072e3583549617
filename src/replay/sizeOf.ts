import type { Key } from './types.js';

/** The spread of sizes: the largest is this squared times the smallest. */
const SPREAD = 4;

/** So that the mean of them all is 1. */
const MEAN = (SPREAD - 1 / SPREAD) / (2 * Math.log(SPREAD));

/**
 * The size of the item of a key, always the same: from about 0.2 to about 3, small ones more often
 * than large ones, on average 1.
 */
export function sizeOf(key: Key): number {
  let hash = 0x811c9dc5;
  // FNV-1a, and at the end a mixing step of MurmurHash: neighbours are not alike.
  for (const character of String(key))
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = (hash ^ (hash >>> 13)) >>> 0;
  return SPREAD ** ((2 * hash) / 2 ** 32 - 1) / MEAN;
}
