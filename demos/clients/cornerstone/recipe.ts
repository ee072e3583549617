import { imageLoader, type Types } from '@cornerstonejs/core';
import { map } from 'rxjs';
import {
  auto,
  prefetchCache,
  type PrefetchCache,
  type PrefetchCacheOptions,
} from 'rxjs-prefetch-cache';

/** A cache of the pixels of `count` slices, each from `<folder>/<slice>.raw`. */
export function pixelCache(
  folder: string,
  count: number,
  options: PrefetchCacheOptions<number, Uint16Array> = {},
): PrefetchCache<number, Uint16Array> {
  return prefetchCache(
    {
      async load(slice: number, { signal }) {
        const response = await fetch(`${folder}/${slice}.raw`, { signal });
        if (!response.ok) throw new Error(`HTTP ${response.status}`);
        return new Uint16Array(await response.arrayBuffer());
      },
      has: (slice) => slice >= 0 && slice < count,
    },
    auto<number>(),
    { maxBytes: 32 * 2 ** 20, sizeOf: ({ byteLength }) => byteLength, ...options },
  );
}

/**
 * Loads the images `<scheme>:<slice>` of Cornerstone through a cache.
 *
 * @param imageOf - a new image of Cornerstone around some pixels
 */
export function registerSlices(
  scheme: string,
  cache: PrefetchCache<number, Uint16Array>,
  imageOf: (imageId: string, pixels: Uint16Array) => Types.IImage,
): void {
  imageLoader.registerImageLoader(scheme, (imageId) => {
    let cancelFn = (): void => undefined;
    const promise = new Promise<Types.IImage>((resolve, reject) => {
      const request = cache
        .get(Number(imageId.slice(scheme.length + 1)))
        // Cornerstone changes the images that it gets: each request makes its own.
        .pipe(map((pixels) => imageOf(imageId, pixels)))
        .subscribe({ next: resolve, error: reject });
      cancelFn = () => {
        request.unsubscribe();
        // Cornerstone may wait for the promise.
        reject(new Error(`${imageId} was cancelled`));
      };
    });
    return { promise, cancelFn };
  });
}
