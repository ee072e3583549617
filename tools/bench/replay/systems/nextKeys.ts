import type { PredictFunction } from 'rxjs-prefetch-cache';
import type { Key } from '../../../../src/replay/types.js';

/**
 * The next n keys of the current one, the nearer the likelier; nothing for keys that are no
 * numbers.
 */
export function nextKeys(n: number): PredictFunction<Key> {
  return (current) =>
    typeof current === 'number'
      ? Array.from({ length: n }, (_, i) => [current + i + 1, 1 / (i + 1)] as const)
      : [];
}
