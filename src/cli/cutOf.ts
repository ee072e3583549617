/** Share of the requests that the model is learned from; the others measure it. */
const SHARE = 0.8;
/** A session at the cut is divided if less than this share of the requests follows it. */
const LEAST_LEFT = 0.1;

/**
 * The index at which the last fifth of the requests begins: where the next session does, if enough
 * is left there.
 *
 * @param count - how many requests there are
 * @param starts - the index of the first request of each session, in order
 */
export function cutOf(count: number, starts: readonly number[]): number {
  const at = Math.round(count * SHARE);
  const next = starts.find((start) => start >= at) ?? count;
  return count - next >= LEAST_LEFT * count ? next : at;
}
