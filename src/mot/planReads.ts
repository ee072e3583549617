import type { ByteRange } from '../net/byteRange.js';

/** Limits of `planReads`. */
export interface ReadLimits {
  /** Largest gap in bytes that is always read. */
  readonly near: number;
  /** Number of reads to reach. */
  readonly reads: number;
  /** Bytes of larger gaps that may be read to reach `reads`. */
  readonly budget: number;
}

/**
 * Joins ranges into reads.
 *
 * Near ranges are always joined; then the closest ones, until there are at most `reads`, or the
 * budget is used up.
 *
 * @param ranges - ascending, not overlapping
 */
export function planReads(
  ranges: readonly ByteRange[],
  { near, reads, budget }: ReadLimits,
): ByteRange[] {
  const close = join(ranges, (gap) => gap <= near);
  const closest = gaps(close)
    .map((gap, i) => ({ gap, i }))
    .sort((a, b) => a.gap - b.gap)
    .slice(0, Math.max(0, close.length - reads));
  const bridged = new Set<number>();
  let spent = 0;
  for (const { gap, i } of closest) {
    spent += gap;
    if (spent > budget) break;
    bridged.add(i);
  }
  return bridged.size > 0 ? join(close, (_, i) => bridged.has(i)) : close;
}

/** Bytes between the ranges. */
export function gapBytes(ranges: readonly ByteRange[]): number {
  return gaps(ranges).reduce((sum, gap) => sum + gap, 0);
}

/** Bytes between each range and the next. */
function gaps(ranges: readonly ByteRange[]): number[] {
  return ranges.slice(1).map((range, i) => range.start - (ranges[i]?.end ?? range.start));
}

function join(
  ranges: readonly ByteRange[],
  isJoined: (gap: number, i: number) => boolean,
): ByteRange[] {
  const joined: ByteRange[] = [];
  ranges.forEach((range, i) => {
    const previous = joined.at(-1);
    if (previous && isJoined(range.start - previous.end, i - 1))
      joined[joined.length - 1] = { start: previous.start, end: range.end };
    else joined.push(range);
  });
  return joined;
}
