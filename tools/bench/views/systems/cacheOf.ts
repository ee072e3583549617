import {
  prefetchCache,
  type Predictor,
  type PrefetchCache,
  type PrefetchCacheOptions,
} from 'rxjs-prefetch-cache';
import type { Item, Key } from '../../../../src/replay/types.js';
import type { ViewBench } from '../replayViews.js';

/** What may be set beside what the setting says; made for each run. */
export type Parts = Pick<PrefetchCacheOptions<Key, Item>, 'eviction' | 'control'>;

/** The cache of a run. */
export function cacheOf(
  { setting: { capacity, slots }, source, clock }: ViewBench,
  predictor: Predictor<Key>,
  parts: Parts = {},
): PrefetchCache<Key, Item> {
  return prefetchCache<Key, Item>((key) => source.load(key), predictor, {
    maxKeys: capacity,
    concurrency: slots,
    scheduler: clock,
    ...parts,
  });
}
