import type { EvictionPolicy } from '../../src/types.js';

/** Keys that leave a cache of `capacity` keys, in order. */
export function evictions<K>(
  policy: EvictionPolicy<K>,
  capacity: number,
  requests: Iterable<K>,
): K[] {
  const residents = new Set<K>();
  const gone: K[] = [];
  for (const key of requests) {
    if (residents.has(key)) {
      policy.used(key);
      continue;
    }
    if (residents.size === capacity) {
      const victim = policy.victim(() => false);
      if (victim === undefined) throw new Error('named nobody');
      policy.removed(victim);
      residents.delete(victim);
      gone.push(victim);
    }
    policy.added(key, { bytes: 0, unrequested: false, at: 0 });
    residents.add(key);
  }
  return gone;
}
