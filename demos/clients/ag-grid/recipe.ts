import type { IDatasource } from 'ag-grid-community';
import { Subject, takeUntil } from 'rxjs';
import {
  dynamicDistanceDecay,
  prefetchCache,
  type PrefetchCache,
  type PrefetchCacheOptions,
} from 'rxjs-prefetch-cache';

/** A part of the rows, and how many there are in all. */
export interface Block<R> {
  readonly rows: readonly R[];
  readonly total: number;
}

/** A cache of `<path>?start=0&end=50`; its keys are numbers of blocks. */
export function blockCache<R>(
  path: string,
  blockSize: number,
  options: PrefetchCacheOptions<number, Block<R>> = {},
): PrefetchCache<number, Block<R>> {
  const load = async (block: number, { signal }: { signal: AbortSignal }): Promise<Block<R>> => {
    const [start, end] = [block * blockSize, (block + 1) * blockSize];
    const response = await fetch(`${path}?start=${start}&end=${end}`, { signal });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return (await response.json()) as Block<R>;
  };
  return prefetchCache(load, dynamicDistanceDecay({ maxSpan: 8 }), { maxKeys: 200, ...options });
}

/** Rows for the infinite row model. */
export function cachedRows<R>(
  cache: PrefetchCache<number, Block<R>>,
  blockSize: number,
): IDatasource {
  const destroyed$ = new Subject<void>();
  return {
    getRows(params) {
      const block = params.startRow / blockSize;
      if (!Number.isInteger(block))
        throw new RangeError('`cacheBlockSize` differs from `blockSize`');
      cache
        .get(block)
        .pipe(takeUntil(destroyed$))
        .subscribe({
          next: ({ rows, total }) => params.successCallback(structuredClone(rows) as R[], total),
          error: () => params.failCallback(),
        });
    },
    destroy: () => destroyed$.next(),
  };
}
