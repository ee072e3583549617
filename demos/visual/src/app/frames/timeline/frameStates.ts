import type { CacheState } from 'rxjs-prefetch-cache';

/** State of a frame in the cache. `likelihood` is relative to the likeliest frame: 0 to 1. */
export type FrameState =
  | { readonly kind: 'absent' | 'flight' | 'resident' | 'used' | 'current' }
  | { readonly kind: 'planned'; readonly likelihood: number };

const flight = { kind: 'flight' } as const;
const resident = { kind: 'resident' } as const;
const used = { kind: 'used' } as const;

/** State of each frame in the cache; absent frames are left out. */
export function frameStates(
  state: CacheState<number> | undefined,
): ReadonlyMap<number, FrameState> {
  const states = new Map<number, FrameState>();
  if (!state) return states;
  const most = state.plan.reduce((largest, { likelihood }) => Math.max(largest, likelihood), 0);
  for (const { key, likelihood } of state.plan)
    states.set(key, { kind: 'planned', likelihood: likelihood / most });
  for (const { key } of state.inFlight) states.set(key, flight);
  for (const page of state.residents)
    for (const { key, unrequested } of page) states.set(key, unrequested ? resident : used);
  return states;
}
