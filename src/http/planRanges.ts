import type { ByteRange } from '../net/byteRange.js';

/** A range that a load wants. */
export interface WantedRange extends ByteRange {
  readonly url: string;
  /** Whether a request waits for it. */
  readonly isRequest: boolean;
}

/** Ranges that are read as one. */
export interface RangeGroup<W> extends ByteRange {
  readonly url: string;
  /** In ascending order of their starts. */
  readonly wants: readonly W[];
  /** Whether the first of them is wanted by a request. */
  readonly isRequest: boolean;
}

/** Limits of `planRanges`, in bytes. */
export interface RangeLimits {
  /** The largest gap that is read. */
  readonly maxGap: number;
  /** The largest group of several ranges. */
  readonly maxBytes: number;
}

/**
 * Joins ranges of one address that are near each other; groups with requests come first.
 *
 * A request never waits for bytes that are only prefetched: after prefetched bytes it begins a group
 * of its own. So the prefetches of a group come after its requests. n log n steps for n ranges.
 */
export function planRanges<W extends WantedRange>(
  wants: readonly W[],
  { maxGap, maxBytes }: RangeLimits,
): RangeGroup<W>[] {
  const groups: { url: string; start: number; end: number; wants: W[]; isRequest: boolean }[] = [];
  let last: (typeof groups)[number] | undefined;
  /** Whether the last group has prefetches. */
  let hasPrefetch = false;
  for (const want of [...wants].sort(compare)) {
    const { url, start, end, isRequest } = want;
    const isNear =
      last?.url === url &&
      start - last.end <= maxGap &&
      Math.max(end, last.end) - last.start <= maxBytes &&
      !(isRequest && hasPrefetch);
    if (last && isNear) {
      last.wants.push(want);
      last.end = Math.max(end, last.end);
    } else groups.push((last = { url, start, end, wants: [want], isRequest }));
    hasPrefetch = !isRequest;
  }
  return groups.sort((a, b) => Number(b.isRequest) - Number(a.isRequest));
}

function compare(a: WantedRange, b: WantedRange): number {
  return a.url < b.url
    ? -1
    : a.url > b.url
      ? 1
      : a.start - b.start || Number(b.isRequest) - Number(a.isRequest) || a.end - b.end;
}
