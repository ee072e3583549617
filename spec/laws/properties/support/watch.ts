import {
  cacheState,
  foldState,
  foldStats,
  type CacheState,
  type CacheStats,
} from '../../../../src/index.js';
import type { Scene } from './createWorld.js';
import type { Key } from './key.js';

/** What listeners were told last. */
export interface Told {
  folded: CacheStats;
  state: CacheState<Key>;
  live: CacheState<Key> | undefined;
  stats: CacheStats | undefined;
  /** How many side streams have not completed. */
  open: number;
}

/** Listens to all side streams of a cache. */
export function watch({ world, journal }: Scene): Told {
  const { cache } = world;
  const told: Told = {
    folded: cache.stats(),
    state: cache.snapshot(),
    live: undefined,
    stats: undefined,
    open: 6,
  };
  let depth = 0;
  const listen = (place: 'event' | 'eviction' | 'state', hear: () => void): void => {
    if (++depth > 1) world.fail(15, `a listener is called (${place}) while another one is`);
    hear();
    world.visit(place);
    depth--;
  };
  const side = {
    error: (error: unknown) => world.fail(15, `a side stream errors: ${String(error)}`),
    complete: () => told.open--,
  };
  const state = foldState(cache.snapshot());
  cache.events$.subscribe({
    ...side,
    next: (event) => listen('event', () => journal.event(event)),
  });
  cache.evictions$.subscribe({
    ...side,
    next: (eviction) => listen('eviction', () => journal.eviction(eviction)),
  });
  cache.events$.pipe(foldStats()).subscribe({ ...side, next: (stats) => (told.folded = stats) });
  cache.events$.pipe(state).subscribe({ ...side, next: (folded) => (told.state = folded) });
  cache.stats$.subscribe({ ...side, next: (stats) => listen('state', () => (told.stats = stats)) });
  cacheState(cache).subscribe({
    ...side,
    next: (live) => listen('state', () => (told.live = live)),
  });
  return told;
}
