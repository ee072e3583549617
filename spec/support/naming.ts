import type { PredictFunction } from '../../src/types.js';

/** A predictor that names nothing. */
export const silent = (): [] => [];

/** A predictor that always names these keys, the first the likeliest: 1, 1/2, 1/3, … */
export function naming<K>(...keys: K[]): PredictFunction<K> {
  return () => keys.map((key, i) => [key, 1 / (i + 1)] as const);
}

/** A predictor that names the pairs of a table for each key, and nothing for other keys. */
export function after(
  table: Readonly<Record<string, readonly (readonly [number, number])[]>>,
): PredictFunction<number> {
  return (current) => table[current] ?? [];
}
