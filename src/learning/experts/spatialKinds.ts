/** Buckets of the kind of an offset: overall share, share in the region, age. */
const SHARES = 6;
const REGION_SHARES = 8;
const AGES = 4;
const OFFSET_KINDS = SHARES * REGION_SHARES * AGES;
/** Buckets of the kind of an offset after a move: share, support, share in the region. */
const MOVE_SHARES = 12;
const SUPPORTS = 3;

/** How many kinds of prediction `spatial` has. */
export const SPATIAL_KINDS = OFFSET_KINDS + MOVE_SHARES * SUPPORTS * REGION_SHARES;

/** The age of an offset that its reader has not gone lately. */
export const NEVER = AGES - 1;

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
  return (bucketOf(share) * REGION_SHARES + regionBucketOf(regionShare, visits)) * AGES + age;
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
  const bucket = Math.min(MOVE_SHARES - 1, Math.floor(share * MOVE_SHARES));
  const support = times >= 32 ? 2 : times >= 8 ? 1 : 0;
  return (
    OFFSET_KINDS +
    (bucket * SUPPORTS + support) * REGION_SHARES +
    regionBucketOf(regionShare, visits)
  );
}

/**
 * The context of a move: a step that is a number by its size and sign, as hands are not exact; any
 * other step by its symbol.
 */
export function moveOf(step: number | string, symbol: number): number {
  if (typeof step === 'string') return 64 + (symbol & 255);
  const size = Math.abs(step);
  const bucket = size <= 4 ? size : Math.min(10, 2 + Math.round(1.5 * Math.log2(size) - 0.75));
  return step < 0 ? 16 + bucket : 32 + bucket;
}

function bucketOf(share: number): number {
  return share >= 0.5
    ? 5
    : share >= 0.3
      ? 4
      : share >= 0.2
        ? 3
        : share >= 0.1
          ? 2
          : share >= 0.03
            ? 1
            : 0;
}

function regionBucketOf(share: number, visits: number): number {
  if (visits < 2) return visits < 0 ? 0 : 1;
  if (visits < 4) return share > 0 ? 3 : 2;
  return share >= 0.6 ? 7 : share >= 0.35 ? 6 : share >= 0.15 ? 5 : share >= 0.05 ? 4 : 2;
}
