import type { Key } from './types.js';

/** The capacity of a cache in items: a percentage of the keys of a trace, and `least` or more. */
export function capacityOf(
  { keys }: { readonly keys: readonly Key[] },
  percent: number,
  least: number,
): number {
  return Math.max(least, Math.round((new Set(keys).size * percent) / 100));
}
