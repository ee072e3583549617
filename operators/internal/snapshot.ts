import type { Cursors } from '../../src/cache/cursors.js';
import type { Store } from '../../src/cache/store.js';
import { PAGE_SIZE } from '../../src/state/pageSize.js';
import type { CacheState, CacheStats, ResidentState } from '../../src/types.js';
import type { Flights } from './flights.js';

/** A plain reading of now. */
export function takeSnapshot<K, V>(
  store: Store<K, V>,
  flights: Flights<K, V>,
  cursors: Cursors<K>,
  historySize: number,
  stats: CacheStats,
): CacheState<K> {
  const residents: ResidentState<K>[][] = [];
  for (const { key, bytes, speculative } of store.held) {
    let page = residents.at(-1);
    if (!page || page.length === PAGE_SIZE) residents.push((page = []));
    page.push({ key, bytes, speculative });
  }
  const moved = cursors.list.filter(({ position }) => position > 0);
  return {
    residents,
    inFlight: Array.from(flights.live, ({ key, reason }) => ({ key, reason })),
    plan: moved.flatMap(({ id, plan }) =>
      plan.keys.slice(0, plan.size).map((key, i) => ({ key, likelihood: plan.likelihoods[i] as number, cursor: id })),
    ),
    cursors: moved.map(({ id, current, history }) => ({ id, current: current as K, history: [...history.keys] })),
    stats,
    historySize,
  };
}
