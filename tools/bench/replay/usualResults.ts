import { contenders } from './contenders.js';
import type { Result } from './runs.js';

/**
 * One result a contender and trace: that of its usual value, or the one with the least wait where
 * it has none. In the order of the contenders.
 */
export function usualResults(results: readonly Result[]): Result[] {
  const chosen = new Map<string, Result>();
  for (const { name, usual } of contenders) {
    for (const result of results) {
      if (result.name !== name || (usual !== undefined && result.value !== usual)) continue;
      const id = `${name} ${result.trace}`;
      const before = chosen.get(id);
      if (!before || result.wait < before.wait) chosen.set(id, result);
    }
  }
  return [...chosen.values()];
}
