import type { EvictionPolicy } from '../../src/types.js';

/**
 * How often a policy calls `isShielded` in 1,000 evictions, with the ten oldest residents shielded.
 *
 * A newcomer follows each eviction, and a use every second one.
 */
export function countAsks(policy: EvictionPolicy<number>, residents: number): number {
  let next = 0;
  const add = () =>
    policy.added(next, { bytes: (next * 7919) % 1009, unrequested: false, at: next++ });
  while (next < residents) add();
  let asks = 0;
  for (let i = 0; i < 1000; i++) {
    const victim = policy.victim((key) => (asks++, key < 10));
    if (victim === undefined) throw new Error('named nobody');
    policy.removed(victim);
    add();
    if (i % 2 === 0) policy.used(next - 1 - (i % 20));
  }
  return asks;
}
