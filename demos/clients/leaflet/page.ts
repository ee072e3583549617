import 'leaflet/dist/leaflet.css';
import { Map as LeafletMap, point } from 'leaflet';
import { cacheOptions, showClient } from '../shared/showClient.js';
import { tileCache } from '../shared/tileCache.js';
import { tilesAround, type VisibleTiles } from '../shared/tilesAround.js';
import { CachedTiles } from './recipe.js';

const SIZE = 256;

// Tiles that fade in would look blank for a while longer.
const map = new LeafletMap('client', { center: [20, 10], zoom: 5, fadeAnimation: false });

function visible(): VisibleTiles {
  const { min = point(0, 0), max = point(0, 0) } = map.getPixelBounds();
  return {
    z: map.getZoom(),
    left: min.x / SIZE,
    top: min.y / SIZE,
    right: max.x / SIZE,
    bottom: max.y / SIZE,
  };
}

const cache = tileCache('/tiles', tilesAround(visible), cacheOptions);
const layer = new CachedTiles(cache, { updateInterval: 16 });

/** Tiles that are drawn, `z/x/y`. */
const drawn = new Set<string>();
layer.on('tileload', ({ coords: { z, x, y } }) => drawn.add(`${z}/${x}/${y}`));
layer.on('tileunload', ({ coords: { z, x, y } }) => drawn.delete(`${z}/${x}/${y}`));
layer.addTo(map);

showClient({
  cache,
  isBlank() {
    const { z, left, top, right, bottom } = visible();
    for (let x = Math.floor(left); x < right; x++)
      for (let y = Math.floor(top); y < bottom; y++) if (!drawn.has(`${z}/${x}/${y}`)) return true;
    return false;
  },
});
