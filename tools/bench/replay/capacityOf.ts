import type { Trace } from './trace.js';

/**
 * How many items are kept: a share of the keys that a trace has, in percent, and not fewer than
 * `least`.
 */
export function capacityOf({ keys }: Trace, percent: number, least: number): number {
  return Math.max(least, Math.round((new Set(keys).size * percent) / 100));
}
