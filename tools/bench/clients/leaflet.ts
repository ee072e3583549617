import type { ClientScript } from './clientScript.js';
import { panMap, zoomMap } from './mapGestures.js';

export const leaflet: readonly ClientScript[] = [
  { client: 'leaflet', what: 'twelve pans', run: panMap },
  // 60 pixels are one level.
  { client: 'leaflet', what: 'ten zooms', run: (tab) => zoomMap(tab, 60) },
];
