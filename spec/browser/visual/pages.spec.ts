import { readdirSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page as Tab } from 'playwright-core';
import { builtFolder } from '../../../demos/visual/server/buildApp.js';
import { inBrowser } from '../inBrowser.js';
import { eventually } from './eventually.js';
import { openDemo, type Demo } from '../../../tools/browser/openDemo.js';
import { seriousFaults } from './seriousFaults.js';

/** The pages, each with an element that shows that it has loaded. */
const pages = [
  [
    'frames',
    (tab: Tab) =>
      tab
        .getByText(/^Frame \d+, \d+ boxes/)
        .first()
        .waitFor(),
  ],
  ['table', (tab: Tab) => tab.getByText(/^Page 1, /).waitFor()],
  ['tiles', (tab: Tab) => tab.getByText(/^Zoom 6. \d+ tiles are shown/).waitFor()],
] as const;

inBrowser('the pages of the demo', () => {
  let demo: Demo;
  const tabs: Tab[] = [];

  beforeAll(async () => {
    demo = await openDemo();
  });
  afterEach(async () => {
    for (const tab of tabs.splice(0)) await tab.context().close();
    expect(demo.takeFaults()).toEqual([]);
  });
  afterAll(() => demo.close());

  const open = async (...args: Parameters<Demo['open']>): Promise<Tab> => {
    const tab = await demo.open(...args);
    tabs.push(tab);
    return tab;
  };

  /** The names of the files that have loaded. */
  const loadedBy = (tab: Tab): Promise<string[]> =>
    tab.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .map(({ name }) => name.slice(name.lastIndexOf('/') + 1)),
    );

  describe.each(pages)('%s', (page, hasCome) => {
    it.each(['light', 'dark'] as const)(
      'is open to everybody, as far as axe can tell, when it is %s',
      async (colorScheme) => {
        const tab = await open(page, { colorScheme });
        await hasCome(tab);
        expect(await seriousFaults(tab)).toEqual([]);
      },
    );

    it.each([
      [1280, 800],
      [390, 844],
    ])('fits into the width of a window of %i × %i', async (width, height) => {
      const tab = await open(page, { viewport: { width, height } });
      await hasCome(tab);
      expect(await tab.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
        width,
      );
    });

    it('does not move while it loads', async () => {
      const tab = await open(page, {}, () => {
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) {
            const { value } = entry as PerformanceEntry & { value: number };
            document.documentElement.dataset.shifted = String(
              Number(document.documentElement.dataset.shifted ?? 0) + value,
            );
          }
        }).observe({ type: 'layout-shift', buffered: true });
      });
      await hasCome(tab);
      expect(
        await tab.evaluate(() => Number(document.documentElement.dataset.shifted ?? 0)),
      ).toBeLessThan(0.01);
    });
  });

  it('each has a link and a title, and the open one is marked', async () => {
    const tab = await open('');
    await tab.waitForURL('**/frames');
    await tab.getByRole('link', { name: 'Tiles' }).click();
    await tab.waitForURL('**/tiles');
    await eventually(async () => expect(await tab.title()).toBe('Tiles · rxjs-prefetch-cache'));
    await eventually(async () =>
      expect(await tab.getByRole('link', { name: 'Tiles' }).getAttribute('aria-current')).toBe(
        'page',
      ),
    );
    await tab.goBack();
    await tab.waitForURL('**/frames');
  });

  it('the others are preloaded: one opens without a network', async () => {
    const tab = await open('frames');
    await tab
      .getByText(/^Frame \d+, \d+ boxes/)
      .first()
      .waitFor();
    const scripts = readdirSync(builtFolder).filter((name) => name.endsWith('.js'));
    await eventually(async () =>
      expect(await loadedBy(tab)).toEqual(expect.arrayContaining(scripts)),
    );
    await tab.context().setOffline(true);
    await tab.getByRole('link', { name: 'Tiles' }).click();
    await tab.getByText(/^Zoom 6. \d+ tiles are shown/).waitFor();
  });

  it('the theme is that of the system until another one is chosen, which is remembered', async () => {
    const tab = await open('frames', { colorScheme: 'dark' });
    const toggle = tab.getByRole('switch', { name: 'Dark theme' });
    const isDark = (expected: string): Promise<void> =>
      eventually(async () => expect(await toggle.getAttribute('aria-checked')).toBe(expected));
    await isDark('true');
    await toggle.click();
    await isDark('false');
    await tab.reload();
    await isDark('false');
  });
});
