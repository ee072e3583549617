import { contenders } from './contenders.js';
import type { Result } from './runs.js';

const names = contenders.filter(({ kind }) => kind === 'none').map(({ name }) => name);

/**
 * The wait on a trace with the best of the caches that load nothing ahead; undefined if none took
 * part.
 */
export function withoutPrefetching(results: readonly Result[], trace: string): number | undefined {
  const waits = results
    .filter((result) => result.trace === trace && names.includes(result.name))
    .map(({ wait }) => wait);
  return waits.length > 0 ? Math.min(...waits) : undefined;
}
