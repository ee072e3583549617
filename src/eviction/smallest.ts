import type { EvictionPolicy } from '../types.js';
import { bySize } from './bySize.js';

/**
 * Evicts the smallest item first; of equal sizes, the item loaded longest ago. Needs `sizeOf`.
 *
 * For items that take longer to load the larger they are: expensive items stay. Cost: O(log n) for
 * n residents, and O(log s) for each of s shielded keys that come before the victim. From
 * DynamicPrefetchingCache, `Smallest`.
 */
export function smallest<K = any>(): EvictionPolicy<K> {
  return bySize((bytes, other) => bytes < other);
}
