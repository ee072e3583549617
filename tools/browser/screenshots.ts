/**
 * Pictures of each page of the demo, light and dark, wide and narrow: `npm run screenshots`. They
 * go to docs/images, or to the folder that is given.
 */
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Page as Tab } from 'playwright-core';
import { buildApp } from '../../demos/visual/server/buildApp.js';
import { openDemo } from './openDemo.js';

const [folder = 'docs/images'] = process.argv.slice(2);

const themes = ['light', 'dark'] as const;
const windows = {
  wide: { width: 1280, height: 800 },
  narrow: { width: 390, height: 844 },
} as const;

/** What is done on each page before its picture is taken, so that there is something to see. */
const scenes: Readonly<Record<string, (tab: Tab) => Promise<void>>> = {
  async frames(tab) {
    const button = (name: string) => tab.getByRole('button', { name, exact: true });
    const seen = (what: RegExp) => tab.locator('.status').filter({ hasText: what }).waitFor();
    await seen(/^Frame \d+, \d+ boxes/);
    await tab.getByLabel('Frames a second').selectOption('25');
    await button('Play').click();
    await seen(/^Frame (29|30)\d, /);
    await button('Pause').click();
    for (let jump = 0; jump < 3; jump++) {
      await button('+15 frames').click();
      await seen(/(at once|ms)$/);
      await wait(500);
    }
    await tab.getByRole('slider', { name: 'Latency' }).fill('400');
    await button('Play').click();
    await seen(/^Frame 4[4-9]\d, .*at once$/);
  },
  async tiles(tab) {
    const shown = () => tab.getByText(/^Zoom \d. \d+ tiles are shown/).waitFor();
    await shown();
    const way = ['To the right', 'To the right', 'To the right', 'Up', 'Up', 'Up'];
    for (const name of way) {
      await tab.getByRole('button', { name }).click();
      await shown();
      await wait(300);
    }
    await tab.getByRole('slider', { name: 'Latency' }).fill('600');
    await tab.getByRole('button', { name: 'Up' }).click();
    await wait(300);
  },
  async table(tab) {
    const shown = () =>
      tab
        .locator('.status')
        .filter({ hasText: /^Page \d+, / })
        .waitFor();
    await shown();
    for (let step = 0; step < 7; step++) {
      await tab.getByRole('button', { name: 'Next page', exact: true }).click();
      await shown();
      await wait(450);
    }
    await tab.getByRole('spinbutton').fill('120');
    await tab.keyboard.press('Enter');
    await wait(150);
    await shown();
    for (let step = 0; step < 2; step++) {
      await tab.getByRole('button', { name: 'Next page', exact: true }).click();
      await shown();
      await wait(450);
    }
  },
};

await buildApp(console.log);
mkdirSync(folder, { recursive: true });
const demo = await openDemo();
try {
  for (const [page, prepare] of Object.entries(scenes)) {
    for (const theme of themes) {
      for (const [size, viewport] of Object.entries(windows)) {
        const tab = await demo.open(page, { colorScheme: theme, viewport });
        await prepare(tab);
        // The mouse rests where nothing answers to it.
        await tab.mouse.move(0, viewport.height - 1);
        await tab.evaluate(() => window.scrollTo(0, 0));
        const path = join(folder, `${page}-${theme}-${size}.png`);
        await tab.screenshot({ path });
        console.log(`${path}: ${(statSync(path).size / 1000).toFixed(0)} kB`);
        await tab.context().close();
      }
    }
  }
  const faults = demo.takeFaults();
  if (faults.length > 0) throw new Error(faults.join('\n'));
} finally {
  await demo.close();
}
