import { readPlan } from '../../src/cache/plan.js';
import type { ReaderState } from '../../src/cache/readerState.js';
import type { Store } from '../../src/cache/store.js';
import type { Explanation } from '../../src/events.js';
import { PAGE_SIZE } from '../../src/state/pageSize.js';
import type { CacheState, CacheStats } from '../../src/types.js';
import { REASON } from './load.js';
import type { Loads } from './loads.js';

/** The parts of the cache that a snapshot reads. */
export interface SnapshotOptions<K, V> {
  readonly store: Store<K, V>;
  readonly loads: Loads<K, V>;
  readonly readers: Iterable<ReaderState<K>>;
  readonly stats: () => CacheStats;
  readonly historySize: number;
  readonly explain: ((key: K) => Explanation) | undefined;
}

/** The present state of a cache. */
export function takeSnapshot<K, V>({
  store,
  loads,
  readers,
  stats,
  historySize,
  explain,
}: SnapshotOptions<K, V>): CacheState<K> {
  const held = store.all().map(({ key, bytes, unrequested }) => ({ key, bytes, unrequested }));
  const moved = [...readers].filter(({ position }) => position > 0);
  const plan = moved.flatMap((reader) =>
    readPlan(reader).map(([key, likelihood]) => ({
      key,
      likelihood,
      reader: reader.id,
      ...(explain && { why: explain(key) }),
    })),
  );
  return {
    residents: Array.from({ length: Math.ceil(held.length / PAGE_SIZE) }, (_, i) =>
      held.slice(i * PAGE_SIZE, (i + 1) * PAGE_SIZE),
    ),
    inFlight: Array.from(loads.inFlight(), ({ key, origin }) => ({
      key,
      reason: REASON[origin],
    })),
    plan,
    readers: moved.map(({ id, current, history }) => ({
      id,
      current: current as K,
      history: [...history.keys],
    })),
    // A plan exists before its event is emitted and counted.
    stats: { ...stats(), planned: plan.length },
    historySize,
  };
}
