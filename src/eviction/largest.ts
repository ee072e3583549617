import type { EvictionPolicy } from '../types.js';
import { bySize } from './bySize.js';

/**
 * Evicts the largest item first; of equal sizes, the item loaded longest ago. Needs `sizeOf`.
 *
 * For `maxBytes`: one large item makes room for many small ones. Cost: O(log n) for n residents,
 * and O(log s) for each of s shielded keys that come before the victim. SIZE: S. Williams et al.,
 * Removal policies in network caches for World-Wide Web documents, SIGCOMM 1996.
 */
export function largest<K = any>(): EvictionPolicy<K> {
  return bySize((bytes, other) => bytes > other);
}
