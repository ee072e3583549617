import { agGrid } from './agGrid.js';
import type { ClientScript } from './clientScript.js';
import { cdk } from './cdk.js';
import { cornerstone } from './cornerstone.js';
import { leaflet } from './leaflet.js';
import { openlayers } from './openlayers.js';
import { pdf } from './pdf.js';
import { stack } from './stack.js';

/** What the bench does on the pages, in order. */
export const clientScripts: readonly ClientScript[] = [
  ...leaflet,
  ...openlayers,
  ...agGrid,
  ...cdk,
  ...pdf,
  ...stack,
  ...cornerstone,
];
