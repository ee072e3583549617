import { readPlan } from '../../src/cache/readPlan.js';
import { PAGE_SIZE } from '../../src/state/pageSize.js';
import type { CacheState } from '../../src/types.js';
import type { Parts } from './parts.js';

/** A plain reading of now. */
export function takeSnapshot<K, V>({ store, flights, cursors, historySize, turns, explain }: Parts<K, V>): CacheState<K> {
  const held = Array.from(store.held, ({ key, bytes, speculative }) => ({ key, bytes, speculative }));
  const moved = [...cursors.list].filter(({ position }) => position > 0).sort((a, b) => a.id - b.id);
  const plan = moved.flatMap((cursor) =>
    readPlan(cursor).map(([key, likelihood]) => ({ key, likelihood, cursor: cursor.id, ...(explain && { why: explain(key) }) })),
  );
  return {
    residents: Array.from({ length: Math.ceil(held.length / PAGE_SIZE) }, (_, i) => held.slice(i * PAGE_SIZE, (i + 1) * PAGE_SIZE)),
    inFlight: Array.from(flights.live, ({ key, reason }) => ({ key, reason })),
    plan,
    cursors: moved.map(({ id, current, history }) => ({ id, current: current as K, history: [...history.keys] })),
    // A plan is made before its event is emitted.
    stats: { ...turns.stats.read(), planned: plan.length },
    historySize,
  };
}
