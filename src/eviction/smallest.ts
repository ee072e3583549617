import type { EvictionPolicy } from '../types.js';
import { bySize } from './bySize.js';

/**
 * Lets go first what is smallest, of the same size what was loaded longest ago. Needs `sizeOf`.
 *
 * It fits items that take the longer to load the larger they are: what is dear stays. Cost: O(log
 * n) of n residents, and O(log s) for each of s shielded keys that go before the victim. From the
 * reference system, `Smallest`.
 */
export function smallest<K = any>(): EvictionPolicy<K> {
  return bySize((bytes, other) => bytes < other);
}
