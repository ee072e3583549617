import type { ClientScript } from './clientScript.js';
import { pause } from './gestures.js';
import { turnWheel } from './stack.js';

export const cornerstone: readonly ClientScript[] = [
  {
    client: 'cornerstone',
    what: 'wheel to and fro',
    async run(tab) {
      await turnWheel(tab, 60, 1, 100);
      await turnWheel(tab, 30, -1, 60);
      await turnWheel(tab, 80, 1, 60);
      await pause(500);
    },
  },
];
