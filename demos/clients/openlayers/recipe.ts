import type OpenLayersMap from 'ol/Map.js';
import ImageTileSource from 'ol/source/ImageTile.js';
import { asapScheduler, auditTime, map, Subject } from 'rxjs';
import type { PrefetchCache } from 'rxjs-prefetch-cache';

/** A tile that OpenLayers has and has not disposed of. */
interface Open {
  readonly key: string;
  readonly resolve: (bitmap: ImageBitmap) => void;
  readonly reject: (error: Error) => void;
}

/** A source whose tiles are a view of the cache: those that OpenLayers has. */
export function cachedTileSource(cache: PrefetchCache<string, ImageBitmap>): ImageTileSource {
  const open = new Map<AbortSignal, Open>();
  const changes$ = new Subject<void>();
  changes$
    .pipe(
      // All tiles that OpenLayers begins to load in one go are one view.
      auditTime(0, asapScheduler),
      map(() => Array.from(open.values(), ({ key }) => key)),
      cache.view,
    )
    .subscribe((view) => {
      for (const [signal, { key, resolve, reject }] of open) {
        const outcome = view.get(key);
        if (outcome?.status === 'fulfilled') resolve(outcome.value);
        else if (outcome) {
          open.delete(signal);
          reject(outcome.reason);
        }
      }
    });
  return new ImageTileSource({
    // Tiles that fade in would look blank for a while longer.
    transition: 0,
    loader: (z, x, y, { signal }) =>
      new Promise<ImageBitmap>((resolve, reject) => {
        open.set(signal, { key: `${z}/${x}/${y}`, resolve, reject });
        // OpenLayers draws the bitmap until it disposes of the tile. As long as the key is in the
        // view, the cache neither evicts nor closes it.
        signal.addEventListener('abort', () => {
          open.delete(signal);
          changes$.next();
        });
        changes$.next();
      }),
  });
}

/** Half of the width of the world, in the units of the view. */
const HALF = 20_037_508.34;

/** The edges of the visible part, in tiles. */
export function visibleTiles(openLayersMap: OpenLayersMap) {
  const view = openLayersMap.getView();
  const z = Math.round(view.getZoom() ?? 0);
  const [west = 0, south = 0, east = 0, north = 0] = view.calculateExtent(openLayersMap.getSize());
  const tiles = (length: number) => (length / (2 * HALF)) * 2 ** z;
  return {
    z,
    left: tiles(west + HALF),
    top: tiles(HALF - north),
    right: tiles(east + HALF),
    bottom: tiles(HALF - south),
  };
}
