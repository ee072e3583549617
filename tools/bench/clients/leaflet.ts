import type { ClientScript } from './clientScript.js';
import { drag, middle, pause } from './gestures.js';

const LEFT = [-400, 0] as const;
const UP = [0, -300] as const;
const RIGHT = [400, 0] as const;

/** Turns of the wheel, 1 towards the user. */
const turns = [-1, -1, 1, -1, 1, 1];

export const leaflet: readonly ClientScript[] = [
  {
    client: 'leaflet',
    what: 'eight pans',
    async run(tab) {
      for (const way of [LEFT, LEFT, LEFT, LEFT, UP, UP, RIGHT, RIGHT]) {
        await drag(tab, way, 500);
        await pause(500);
      }
    },
  },
  {
    client: 'leaflet',
    what: 'six zooms',
    async run(tab) {
      await tab.mouse.move(...(await middle(tab)));
      for (const turn of turns) {
        await tab.mouse.wheel(0, 100 * turn);
        await pause(1500);
      }
    },
  },
];
