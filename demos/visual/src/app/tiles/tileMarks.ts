import type { CacheState } from 'rxjs-prefetch-cache';

/** State of a tile in the cache. `likelihood` is relative to the likeliest tile of the plan. */
export interface TileMark {
  readonly key: string;
  readonly kind: 'planned' | 'flight' | 'resident' | 'used';
  readonly likelihood: number;
}

/** State of each tile in the cache; unknown tiles are left out. */
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
