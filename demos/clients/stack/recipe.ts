import { Subject } from 'rxjs';
import {
  auto,
  prefetchCache,
  type PrefetchCache,
  type PrefetchCacheOptions,
  type View,
} from 'rxjs-prefetch-cache';

/** A cache of `count` slices, each from `<folder>/<slice>.png`. */
export function sliceCache(
  folder: string,
  count: number,
  options: PrefetchCacheOptions<number, ImageBitmap> = {},
): PrefetchCache<number, ImageBitmap> {
  const cache = prefetchCache(
    {
      async load(slice: number, { signal }) {
        const response = await fetch(`${folder}/${slice}.png`, { signal });
        if (!response.ok) throw new Error(`HTTP ${response.status}`);
        const bitmap = await createImageBitmap(await response.blob());
        // The cache discards the bitmap of an aborted load.
        if (signal.aborted) bitmap.close();
        else signal.addEventListener('abort', () => bitmap.close());
        return bitmap;
      },
      has: (slice) => slice >= 0 && slice < count,
    },
    auto<number>(),
    { maxBytes: 16 * 2 ** 20, sizeOf: ({ width, height }) => 4 * width * height, ...options },
  );
  cache.evictions$.subscribe(({ value }) => value.close());
  return cache;
}

/** Shows one slice of a stack at a time. */
export interface StackViewer {
  /** Shows a slice once it is loaded. Until then the present one stays. */
  show(slice: number): void;
  /** Draws the present slice again. */
  redraw(): void;
  /** The slice on the canvas. */
  shown(): number | undefined;
}

export function createStackViewer(
  cache: PrefetchCache<number, ImageBitmap>,
  canvas: HTMLCanvasElement,
): StackViewer {
  const view$ = new Subject<readonly number[]>();
  let loaded: View<number, ImageBitmap> | undefined;
  let wanted: number | undefined;
  let shown: number | undefined;
  const redraw = (): void => {
    const item = shown === undefined ? undefined : loaded?.get(shown);
    if (item?.status !== 'fulfilled') return;
    canvas.getContext('2d')?.drawImage(item.value, 0, 0, canvas.width, canvas.height);
  };
  view$.pipe(cache.view).subscribe({
    next: (view) => {
      loaded = view;
      if (wanted !== undefined && view.get(wanted)?.status === 'fulfilled') shown = wanted;
      requestAnimationFrame(redraw);
    },
    // The cache has closed all bitmaps.
    complete: () => (loaded = undefined),
  });
  return {
    show(slice) {
      wanted = slice;
      // The shown slice stays in the view, so that its bitmap is not closed while it may be drawn.
      view$.next(shown === undefined ? [slice] : [slice, shown]);
    },
    redraw,
    shown: () => shown,
  };
}
