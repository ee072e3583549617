import { GridLayer, type Coords, type DoneCallback } from 'leaflet';
import { asapScheduler, auditTime, map, Subject } from 'rxjs';
import {
  auto,
  prefetchCache,
  type PrefetchCache,
  type PrefetchCacheOptions,
  type Settled,
} from 'rxjs-prefetch-cache';

/** A tile that Leaflet has created and not unloaded. */
interface Shown {
  readonly key: string;
  readonly done: DoneCallback;
  /** What was drawn last. */
  outcome?: Settled<string, ImageBitmap>;
}

/** A cache of tiles, `<folder>/<z>/<x>/<y>.png`. */
export function tileCache(
  folder: string,
  options: PrefetchCacheOptions<string, ImageBitmap> = {},
): PrefetchCache<string, ImageBitmap> {
  const cache = prefetchCache(
    async (key: string, { signal }) => {
      const response = await fetch(`${folder}/${key}.png`, { signal });
      if (!response.ok) throw new Error(`HTTP ${response.status}`);
      const bitmap = await createImageBitmap(await response.blob());
      if (signal.aborted) bitmap.close();
      return bitmap;
    },
    auto<string>(),
    { maxBytes: 64 * 2 ** 20, sizeOf: ({ width, height }) => 4 * width * height, ...options },
  );
  cache.evictions$.subscribe(({ value }) => value.close());
  return cache;
}

/** A layer whose tiles are a view of the cache. */
export class CachedTiles extends GridLayer {
  private readonly shown = new Map<HTMLElement, Shown>();
  private readonly changes$ = new Subject<void>();

  constructor(cache: PrefetchCache<string, ImageBitmap>) {
    super();
    this.changes$
      .pipe(
        // All tiles that Leaflet creates in one go are one view. Leaflet ignores a `done` that is
        // called before `createTile` has returned: a microtask is late enough.
        auditTime(0, asapScheduler),
        map(() => Array.from(this.shown.values(), ({ key }) => key)),
        cache.view,
      )
      .subscribe((view) => this.draw(view));
    this.on('tileunload', ({ tile }) => {
      this.shown.delete(tile);
      this.changes$.next();
    });
  }

  protected override createTile({ z, x, y }: Coords, done: DoneCallback): HTMLElement {
    const tile = document.createElement('canvas');
    ({ x: tile.width, y: tile.height } = this.getTileSize());
    this.shown.set(tile, { key: `${z}/${x}/${y}`, done });
    this.changes$.next();
    return tile;
  }

  private draw(view: ReadonlyMap<string, Settled<string, ImageBitmap>>): void {
    for (const [tile, shown] of this.shown) {
      const outcome = view.get(shown.key);
      if (!outcome || outcome === shown.outcome) continue;
      shown.outcome = outcome;
      if (outcome.status === 'rejected') shown.done(outcome.reason, tile);
      else {
        (tile as HTMLCanvasElement).getContext('2d')?.drawImage(outcome.value, 0, 0);
        shown.done(undefined, tile);
      }
    }
  }
}
