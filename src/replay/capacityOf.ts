import type { Key } from './types.js';

/**
 * How many items are kept: a share of the keys that a trace has, in percent, and not fewer than
 * `least`.
 */
export function capacityOf(
  { keys }: { readonly keys: readonly Key[] },
  percent: number,
  least: number,
): number {
  return Math.max(least, Math.round((new Set(keys).size * percent) / 100));
}
