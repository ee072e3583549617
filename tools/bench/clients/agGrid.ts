import type { ClientScript } from './clientScript.js';
import { pause, wheel } from './gestures.js';

export const agGrid: readonly ClientScript[] = [
  {
    client: 'ag-grid',
    what: 'a scroll of 900 rows',
    async run(tab) {
      await pause(1000);
      await wheel(tab, 12_000, 4000);
      await pause(500);
      await wheel(tab, 24_000, 5000);
      await pause(500);
      await wheel(tab, -12_000, 3000);
    },
  },
];
