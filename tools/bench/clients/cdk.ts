import type { Page as Tab } from 'playwright-core';
import type { ClientScript } from './clientScript.js';
import { pause, wheel } from './gestures.js';

/** Throws the list: it scrolls fast, and slows down. */
async function fling(tab: Tab, pixels: number): Promise<void> {
  for (const [share, milliseconds] of [
    [0.6, 200],
    [0.3, 300],
    [0.1, 400],
  ] as const)
    await wheel(tab, share * pixels, milliseconds);
}

export const cdk: readonly ClientScript[] = [
  {
    client: 'cdk',
    what: 'reads 8 screens',
    async run(tab) {
      for (let screen = 0; screen < 8; screen++) {
        await wheel(tab, 560, 600);
        await pause(400);
      }
    },
  },
  {
    client: 'cdk',
    what: 'scrolls 12,000 pixels in 6 s, and back',
    async run(tab) {
      await wheel(tab, 12_000, 6000);
      await wheel(tab, -12_000, 6000);
    },
  },
  {
    client: 'cdk',
    what: 'six flings',
    async run(tab) {
      for (const pixels of [9000, 15_000, 30_000, -12_000, 20_000, -30_000]) {
        await fling(tab, pixels);
        await pause(800);
      }
    },
  },
];
