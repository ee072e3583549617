import { levelOf } from '../counts/levelOf.js';

// Literals, not products: a bundler keeps products for pages that use no `spatial`.

/** Levels of the kind of an offset: 6 of its overall share, 8 of its share in the region, 4 ages. */
const SHARES = [0.03, 0.1, 0.2, 0.3, 0.5];
const REGION_SHARES = [0.05, 0.15, 0.35, 0.6];
const REGION_LEVELS = 8;
const AGES = 4;
const OFFSET_KINDS = 192;
/**
 * Levels of the kind of an offset after a move: 12 of its share, 3 of support, 8 of its share in the
 * region.
 */
const MOVE_SHARES = 12;
const SUPPORTS = [8, 32];
const PER_MOVE_SHARE = 24;

/** How many kinds of prediction `spatial` has. */
export const SPATIAL_KINDS = 480;

/** The age of an offset that its reader has not gone lately. */
export const NEVER = 3;

/** The age of an offset that its reader has gone, by how many requests ago that was. */
export function ageOf(ago: number): number {
  return ago === 1 ? 0 : ago <= 3 ? 1 : 2;
}

/**
 * The kind of an offset.
 *
 * @param share - its share in all requests
 * @param regionShare - its share in the region of the key
 * @param visits - requests in the region; below 0 for a key without a region
 */
export function kindOfOffset(
  share: number,
  regionShare: number,
  visits: number,
  age: number,
): number {
  return (levelOf(share, SHARES) * REGION_LEVELS + regionLevel(regionShare, visits)) * AGES + age;
}

/**
 * The kind of an offset that is frequent after a move.
 *
 * @param share - its share in the requests after the move
 * @param times - how often the move was made
 * @param regionShare - its share in the region of the key
 * @param visits - requests in the region; below 0 for a key without a region
 */
export function kindAfterMove(
  share: number,
  times: number,
  regionShare: number,
  visits: number,
): number {
  return (
    OFFSET_KINDS +
    Math.min(MOVE_SHARES - 1, Math.floor(share * MOVE_SHARES)) * PER_MOVE_SHARE +
    levelOf(times, SUPPORTS) * REGION_LEVELS +
    regionLevel(regionShare, visits)
  );
}

/**
 * The context of a move: a step that is a number by its size and sign, as hands are not exact; any
 * other step by a hash, which is the same in a restored model.
 */
export function moveOf(step: number | string): number {
  if (typeof step === 'string') {
    let hash = 0;
    for (let i = 0; i < step.length; i++) hash = Math.imul(hash ^ step.charCodeAt(i), 0x9e37_79b1);
    return 64 + (hash >>> 24);
  }
  const size = Math.abs(step);
  const bucket = size <= 4 ? size : Math.min(10, 2 + Math.round(1.5 * Math.log2(size) - 0.75));
  return step < 0 ? 16 + bucket : 32 + bucket;
}

/** 0 without a region, 1 to 3 in a region with few visits, else by the share. */
function regionLevel(share: number, visits: number): number {
  if (visits < 2) return visits < 0 ? 0 : 1;
  if (visits < 4) return share > 0 ? 3 : 2;
  return share < 0.05 ? 2 : 3 + levelOf(share, REGION_SHARES);
}
