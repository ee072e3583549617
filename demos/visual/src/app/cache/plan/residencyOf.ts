import type { CacheState } from 'rxjs-prefetch-cache';

/** Where a planned key is. */
export type Residency = 'loaded' | 'on its way' | 'waiting';

/** Residency of each key. */
export function residencyOf<K>(state: CacheState<K> | undefined): (key: K) => Residency {
  const loaded = new Set(state?.residents.flatMap((page) => page.map(({ key }) => key)));
  const inFlight = new Set(state?.inFlight.map(({ key }) => key));
  return (key) => (loaded.has(key) ? 'loaded' : inFlight.has(key) ? 'on its way' : 'waiting');
}
