import type { HeapOrder } from '../structures/heap.js';

/** The likelihood that one prediction gives one key. */
export interface Claim {
  named: Named;
  likelihood: number;
  /** Index in `named.claims`. */
  place: number;
}

/** A key that predictions name, or that is the current key of a reader. */
export interface Named {
  readonly id: unknown;
  /** A heap of `LIKELIEST`. */
  readonly claims: Claim[];
  /** How many readers have this key as their current one. */
  readers: number;
}

/** The order of heaps with the largest likelihood first. */
export const LIKELIEST: HeapOrder<{ readonly likelihood: number; place: number }> = {
  isBefore: (a, b) => a.likelihood > b.likelihood,
  moved: (item, place) => (item.place = place),
};
