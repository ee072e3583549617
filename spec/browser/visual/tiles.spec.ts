import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Locator, Page as Tab } from 'playwright-core';
import { inBrowser } from '../inBrowser.js';
import { eventually } from './eventually.js';
import { hasDrawn } from './hasDrawn.js';
import { openDemo, type Demo } from '../../../tools/browser/openDemo.js';

inBrowser('the page of tiles', () => {
  let demo: Demo;
  let tab: Tab;

  beforeAll(async () => {
    demo = await openDemo();
  });
  beforeEach(async () => {
    tab = await demo.open('tiles');
    await seen(/^Zoom 6\. \d+ tiles are shown$/);
  });
  afterEach(async () => {
    await tab.context().close();
    expect(demo.takeFaults()).toEqual([]);
  });
  afterAll(() => demo.close());

  /** Resolves when the text of the map matches. */
  const seen = (what: RegExp): Promise<void> =>
    tab.getByRole('status').filter({ hasText: what }).waitFor();
  const map = (): Locator => tab.getByRole('application', { name: 'Map' });
  const set = (name: string, value: number): Promise<void> =>
    tab.getByRole('slider', { name, exact: true }).fill(String(value));
  /** The tile that was requested last: `z/x/y`. */
  const last = async (): Promise<number[]> =>
    (await tab.locator('.history .current').innerText()).split('/').map(Number);
  const narrowLogTo = (kind: string) =>
    tab.getByRole('combobox', { name: 'Events to show' }).selectOption(kind);
  const lastIs = (what: RegExp): Promise<void> =>
    tab.locator('.history .current').filter({ hasText: what }).waitFor();

  it('dragging the map to the left loads tiles to the right', async () => {
    const [, before = 0] = await last();
    const box = await map().boundingBox();
    if (!box) throw new Error('The map has no place');
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await tab.mouse.move(x, y);
    await tab.mouse.down();
    for (let way = 0; way <= 300; way += 30) await tab.mouse.move(x - way, y);
    await tab.mouse.up();
    await eventually(async () => expect((await last())[1]).toBeGreaterThan(before + 2));
    await seen(/^Zoom 6\. \d+ tiles are shown$/);
  });

  it('keys and buttons move the map and zoom', async () => {
    await map().focus();
    await tab.keyboard.press('+');
    await seen(/^Zoom 7\. \d+ tiles are shown$/);
    await lastIs(/^7\//);
    await tab.keyboard.press('-');
    await seen(/^Zoom 6\. \d+ tiles are shown$/);
    await lastIs(/^6\//);
    const [, , before = 0] = await last();
    for (let press = 0; press < 8; press++) await tab.keyboard.press('ArrowDown');
    await eventually(async () => expect((await last())[2]).toBeGreaterThan(before));
    await tab.getByRole('button', { name: 'Zoom out' }).click();
    await seen(/^Zoom 5\. \d+ tiles are shown$/);
    await tab.getByRole('button', { name: 'Zoom in' }).click();
    await seen(/^Zoom 6\./);
  });

  it('the wheel zooms', async () => {
    await map().hover();
    await tab.mouse.wheel(0, -600);
    await seen(/^Zoom 7\. \d+ tiles are shown$/);
  });

  it('predicted tiles are shown at once', async () => {
    await tab.getByRole('combobox', { name: 'Predictor' }).selectOption('neighbours');
    await narrowLogTo('Requests');
    // Not the plan of the predictor before, which names the expert of each tile.
    await tab
      .locator('app-plan-panel')
      .filter({ hasNotText: ', by ' })
      .filter({ has: tab.getByText(/^([1-9]\d*) of \1 loaded$/) })
      .waitFor();
    await tab.getByRole('button', { name: 'To the right' }).click();
    await tab.getByRole('log').getByText('hit').first().waitFor();
  });

  it('loads of tiles that leave the view are aborted', async () => {
    // Longer than the page offers, so that nothing comes before it is stopped, however slow the
    // machine is.
    await tab
      .getByRole('slider', { name: 'Latency' })
      .evaluate((slider) => slider.setAttribute('max', '600000'));
    await set('Latency', 600_000);
    await tab.getByRole('switch', { name: 'Prefetching' }).uncheck();
    await hasDrawn(tab);
    await narrowLogTo('Loads on demand');
    await tab.getByRole('button', { name: 'Zoom in' }).click();
    await seen(/are being loaded/);
    // A few columns only: the log holds the last 20 events, and what comes into sight is said after
    // what left.
    await tab.getByRole('button', { name: 'To the right' }).click();
    await tab.getByRole('log').getByText('load-abort').first().waitFor();
  });

  it('shows how many tiles could not be loaded, and continues', async () => {
    await set('Failures', 100);
    await tab.getByRole('button', { name: 'Zoom in' }).click();
    await seen(/\d+ could not be loaded$/);
    await set('Failures', 0);
    await tab.getByRole('button', { name: 'Zoom out' }).click();
    await seen(/^Zoom 6\. \d+ tiles are shown$/);
  });
});
