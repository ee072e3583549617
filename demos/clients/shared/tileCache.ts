import {
  prefetchCache,
  type Predictor,
  type PrefetchCache,
  type PrefetchCacheOptions,
} from 'rxjs-prefetch-cache';

/** A cache of the tiles `<folder>/<z>/<x>/<y>.png`; its keys are `z/x/y`. */
export function tileCache(
  folder: string,
  predictor: Predictor<string>,
  options: PrefetchCacheOptions<string, ImageBitmap> = {},
): PrefetchCache<string, ImageBitmap> {
  const load = async (key: string, { signal }: { signal: AbortSignal }): Promise<ImageBitmap> => {
    const response = await fetch(`${folder}/${key}.png`, { signal });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    const bitmap = await createImageBitmap(await response.blob());
    // The cache discards the bitmap of an aborted load.
    if (signal.aborted) bitmap.close();
    else signal.addEventListener('abort', () => bitmap.close());
    return bitmap;
  };
  const cache = prefetchCache(load, predictor, {
    maxBytes: 64 * 2 ** 20,
    sizeOf: ({ width, height }) => 4 * width * height,
    // A zoom shows 20 other tiles, a pan some of 18.
    lookahead: 60,
    ...options,
  });
  cache.evictions$.subscribe(({ value }) => value.close());
  return cache;
}
