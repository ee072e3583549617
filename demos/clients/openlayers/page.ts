import 'ol/ol.css';
import OpenLayersMap from 'ol/Map.js';
import View from 'ol/View.js';
import TileLayer from 'ol/layer/Tile.js';
import { fromLonLat } from 'ol/proj.js';
import { cacheOptions, showClient } from '../shared/showClient.js';
import { tileCache } from '../shared/tileCache.js';
import { tilesAround } from '../shared/tilesAround.js';
import { cachedTileSource, visibleTiles } from './recipe.js';

/** What OpenLayers calls a tile that has loaded. */
const LOADED = 2;

const view = new View({ center: fromLonLat([10, 20]), zoom: 5, constrainResolution: true });
const map = new OpenLayersMap({ target: 'client', view });

const cache = tileCache(
  '/tiles',
  tilesAround(() => visibleTiles(map)),
  cacheOptions,
);
const layer = new TileLayer({ source: cachedTileSource(cache), cacheSize: 32 });
map.addLayer(layer);

/** The tiles that OpenLayers can draw, `z,x,y`. */
function drawable(): ReadonlySet<string> {
  const keys = new Set<string>();
  layer
    .getRenderer()
    ?.getTileCache()
    .forEach((tile) => {
      if (tile.getState() === LOADED) keys.add(tile.getTileCoord().join());
    });
  return keys;
}

showClient({
  cache,
  isBlank() {
    const { z, left, top, right, bottom } = visibleTiles(map);
    const loaded = drawable();
    for (let x = Math.floor(left); x < right; x++)
      for (let y = Math.floor(top); y < bottom; y++) if (!loaded.has([z, x, y].join())) return true;
    return false;
  },
});
