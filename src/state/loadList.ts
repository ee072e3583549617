import type { CacheState } from '../types.js';

type LoadState<K> = CacheState<K>['inFlight'][number];

/** The loads in flight of a `CacheState`, found by key and reason. */
export interface LoadList<K> {
  /** Whether a load began or ended since the last `take`. */
  readonly isChanged: boolean;
  add(key: K, reason: LoadState<K>['reason']): void;
  /** Removes a load that has ended; of several of one key, the first. O(1), but for these. */
  remove(key: K, reason: LoadState<K>['reason']): void;
  /** A copy of all loads, in the order in which they began. O(loads) */
  take(): LoadState<K>[];
}

/**
 * The loads in flight of a `CacheState`, found by key and reason.
 *
 * @param from - the first loads
 */
export function createLoadList<K>(from: readonly LoadState<K>[]): LoadList<K> {
  const all = new Set<LoadState<K>>();
  const byKey = {
    demand: new Map<K, LoadState<K>[]>(),
    prefetch: new Map<K, LoadState<K>[]>(),
    revalidate: new Map<K, LoadState<K>[]>(),
  };
  const list = {
    isChanged: false,
    add(key: K, reason: LoadState<K>['reason']) {
      const load = { key, reason };
      all.add(load);
      byKey[reason].set(key, [...(byKey[reason].get(key) ?? []), load]);
      list.isChanged = true;
    },
    remove(key: K, reason: LoadState<K>['reason']) {
      const [first, ...others] = byKey[reason].get(key) ?? [];
      if (!first) return;
      all.delete(first);
      if (others.length > 0) byKey[reason].set(key, others);
      else byKey[reason].delete(key);
      list.isChanged = true;
    },
    take() {
      list.isChanged = false;
      return [...all];
    },
  };
  for (const { key, reason } of from) list.add(key, reason);
  list.isChanged = false;
  return list;
}
