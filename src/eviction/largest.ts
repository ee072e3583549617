import type { EvictionPolicy } from '../types.js';
import { bySize } from './bySize.js';

/**
 * Lets go first what is largest, of the same size what was loaded longest ago. Needs `sizeOf`.
 *
 * It fits `maxBytes`: one large item makes room for many small ones. Cost: O(log n) of n residents,
 * and O(log s) for each of s shielded keys that go before the victim. SIZE: S. Williams et al.,
 * Removal policies in network caches for World-Wide Web documents, SIGCOMM 1996.
 */
export function largest<K = any>(): EvictionPolicy<K> {
  return bySize((bytes, other) => bytes > other);
}
