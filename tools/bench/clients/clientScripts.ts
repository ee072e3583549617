import type { ClientScript } from './clientScript.js';
import { cdk } from './cdk.js';
import { leaflet } from './leaflet.js';

/** What the bench does on the pages, in order. */
export const clientScripts: readonly ClientScript[] = [...leaflet, ...cdk];
