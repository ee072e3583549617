import 'leaflet/dist/leaflet.css';
import { Map as LeafletMap } from 'leaflet';
import { cacheOptions, showClient } from '../shared/showClient.js';
import { CachedTiles, tileCache } from './recipe.js';

const SIZE = 256;

const cache = tileCache('/tiles', cacheOptions);
const layer = new CachedTiles(cache);
// Tiles that fade in would look blank for a while longer.
const map = new LeafletMap('client', { center: [20, 10], zoom: 5, fadeAnimation: false });

/** Tiles that are drawn, `z/x/y`. */
const drawn = new Set<string>();
layer.on('tileload', ({ coords: { z, x, y } }) => drawn.add(`${z}/${x}/${y}`));
layer.on('tileunload', ({ coords: { z, x, y } }) => drawn.delete(`${z}/${x}/${y}`));
layer.addTo(map);

showClient({
  cache,
  isBlank() {
    const [z, bounds] = [map.getZoom(), map.getPixelBounds()];
    const { min, max } = bounds;
    if (!min || !max) return true;
    for (let x = Math.floor(min.x / SIZE); x * SIZE < max.x; x++)
      for (let y = Math.floor(min.y / SIZE); y * SIZE < max.y; y++)
        if (!drawn.has(`${z}/${x}/${y}`)) return true;
    return false;
  },
});
