import type { CacheState } from '../types.js';

type LoadState<K> = CacheState<K>['inFlight'][number];

/** The loads in flight of a `CacheState`, found by key and by what began them. */
export interface LoadList<K> {
  /** Whether any began or ended since `take` was called last. */
  readonly isChanged: boolean;
  add(key: K, reason: LoadState<K>['reason']): void;
  /** One load like this has ended: of several the first. O(1), but for several loads of one key. */
  remove(key: K, reason: LoadState<K>['reason']): void;
  /** All, in the order in which they began: a copy, O(loads). */
  take(): LoadState<K>[];
}

/** @param from - the loads to begin with */
export function createLoadList<K>(from: readonly LoadState<K>[]): LoadList<K> {
  const all = new Set<LoadState<K>>();
  const byKey = { demand: new Map<K, LoadState<K>[]>(), prefetch: new Map<K, LoadState<K>[]>() };
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
