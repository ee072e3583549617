/** A run of frame numbers, both ends included. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The numbers around one, as many as fit, at most 200 to either side, within `all`. */
export function spanAround(frame: number, all: Span, width: number, narrowest = 3): Span {
  const reach = Math.min(200, Math.floor((width / narrowest - 1) / 2));
  const from = Math.max(all.from, Math.min(frame - reach, all.to - 2 * reach));
  return { from, to: Math.min(all.to, from + 2 * reach) };
}

/** The number at a horizontal place, for a span drawn over a width. */
export function numberAt({ from, to }: Span, place: number, width: number): number {
  const number = from + Math.floor((place / width) * (to - from + 1));
  return Math.min(Math.max(number, from), to);
}
