import type { ClientScript } from './clientScript.js';
import { panMap, zoomMap } from './mapGestures.js';

export const openlayers: readonly ClientScript[] = [
  { client: 'openlayers', what: 'twelve pans', run: panMap },
  // OpenLayers zooms one level for each notch.
  { client: 'openlayers', what: 'ten zooms', run: (tab) => zoomMap(tab, 100) },
];
