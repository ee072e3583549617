import type { HeapOrder } from '../structures/heap.js';

/** What one prediction says of one key. */
export interface Claim {
  named: Named;
  likelihood: number;
  /** Its index in the heap of its key; -1 once another one took its place there. */
  place: number;
  /** The claims of one prediction, of which it is one. */
  list: readonly Claim[];
}

/** A key that predictions name, or that is the current one of a reader. */
export interface Named {
  readonly id: unknown;
  /** A heap, the largest likelihood first. */
  readonly claims: Claim[];
  /** How many readers are at this key. */
  readers: number;
}

/** Heaps with the largest likelihood first. */
export const LIKELIEST: HeapOrder<{ readonly likelihood: number; place: number }> = {
  isBefore: (a, b) => a.likelihood > b.likelihood,
  moved: (item, place) => (item.place = place),
};
