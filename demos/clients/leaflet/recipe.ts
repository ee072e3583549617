import {
  GridLayer,
  type Coords,
  type DoneCallback,
  type GridLayerOptions,
  type Map as LeafletMap,
} from 'leaflet';
import { asapScheduler, auditTime, map, Subject, type Subscription } from 'rxjs';
import type { PrefetchCache, Settled } from 'rxjs-prefetch-cache';

/** A tile that Leaflet has created and not unloaded. */
interface Shown {
  readonly key: string;
  readonly done: DoneCallback;
  /** What was drawn last. */
  outcome?: Settled<string, ImageBitmap>;
}

/** A layer whose tiles are a view of the cache. */
export class CachedTiles extends GridLayer {
  private readonly shown = new Map<HTMLElement, Shown>();
  private readonly changes$ = new Subject<void>();
  private reading: Subscription | undefined;

  constructor(
    private readonly cache: PrefetchCache<string, ImageBitmap>,
    options?: GridLayerOptions,
  ) {
    super(options);
    this.on('tileunload', ({ tile }) => {
      this.shown.delete(tile);
      this.changes$.next();
    });
  }

  override onAdd(leafletMap: LeafletMap): this {
    this.reading = this.changes$
      .pipe(
        // All tiles that Leaflet creates in one go are one view. Leaflet ignores `done` while
        // `createTile` runs, and a hit is delivered at once: hence the microtask.
        auditTime(0, asapScheduler),
        map(() => Array.from(this.shown.values(), ({ key }) => key)),
        this.cache.view,
      )
      .subscribe((view) => this.draw(view));
    return super.onAdd(leafletMap);
  }

  override onRemove(leafletMap: LeafletMap): this {
    this.reading?.unsubscribe();
    return super.onRemove(leafletMap);
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
        const canvas = tile as HTMLCanvasElement;
        const { width, height } = canvas;
        canvas.getContext('2d')?.drawImage(outcome.value, 0, 0, width, height);
        shown.done(undefined, tile);
      }
    }
  }
}

/** The edges of the visible part, in tiles. */
export function visibleTiles(leafletMap: LeafletMap, tileSize = 256) {
  const { x, y } = leafletMap.getSize().divideBy(tileSize);
  const { x: left = 0, y: top = 0 } = leafletMap.getPixelBounds().min?.divideBy(tileSize) ?? {};
  return { z: leafletMap.getZoom(), left, top, right: left + x, bottom: top + y };
}
