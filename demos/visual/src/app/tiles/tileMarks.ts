import type { CacheState } from 'rxjs-prefetch-cache';

/**
 * How a tile is outlined: what it is to the cache. `likelihood` is a part of that of the likeliest
 * in the plan.
 */
export interface TileMark {
  readonly key: string;
  readonly kind: 'planned' | 'flight' | 'resident' | 'used';
  readonly likelihood: number;
}

/** What each tile is to the cache; those that are left out are nothing to it. */
export function tileMarks(state: CacheState<string> | undefined): readonly TileMark[] {
  if (!state) return [];
  const marks = new Map<string, TileMark>();
  const most = state.plan.reduce((largest, { likelihood }) => Math.max(largest, likelihood), 0);
  for (const { key, likelihood } of state.plan)
    marks.set(key, { key, kind: 'planned', likelihood: likelihood / most });
  for (const { key } of state.inFlight) marks.set(key, { key, kind: 'flight', likelihood: 0 });
  for (const { key, unrequested } of state.residents.flat())
    marks.set(key, { key, kind: unrequested ? 'resident' : 'used', likelihood: 0 });
  return [...marks.values()];
}
