import 'leaflet/dist/leaflet.css';
import { Map as LeafletMap } from 'leaflet';
import { cacheOptions, showClient } from '../shared/showClient.js';
import { tileCache } from '../shared/tileCache.js';
import { tilesAround } from '../shared/tilesAround.js';
import { CachedTiles, visibleTiles } from './recipe.js';

// Tiles that fade in would look blank for a while longer.
const map = new LeafletMap('client', { center: [20, 10], zoom: 5, fadeAnimation: false });

const cache = tileCache(
  '/tiles',
  tilesAround(() => visibleTiles(map)),
  cacheOptions,
);
const layer = new CachedTiles(cache, { updateInterval: 16 });

/** Tiles that are drawn, `z/x/y`. */
const drawn = new Set<string>();
layer.on('tileload', ({ coords: { z, x, y } }) => drawn.add(`${z}/${x}/${y}`));
layer.on('tileunload', ({ coords: { z, x, y } }) => drawn.delete(`${z}/${x}/${y}`));
layer.addTo(map);

showClient({
  cache,
  isBlank() {
    const { z, left, top, right, bottom } = visibleTiles(map);
    for (let x = Math.floor(left); x < right; x++)
      for (let y = Math.floor(top); y < bottom; y++) if (!drawn.has(`${z}/${x}/${y}`)) return true;
    return false;
  },
});
