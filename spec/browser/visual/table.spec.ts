import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Locator, Page as Tab } from 'playwright-core';
import { inBrowser } from '../inBrowser.js';
import { eventually } from './eventually.js';
import { hasDrawn } from './hasDrawn.js';
import { openDemo, type Demo } from '../../../tools/browser/openDemo.js';

inBrowser('the page of the table', () => {
  let demo: Demo;
  let tab: Tab;
  /** Text that the console may contain: a requested refusal of the server. */
  let expected: RegExp | undefined;

  beforeAll(async () => {
    demo = await openDemo();
  });
  beforeEach(async () => {
    expected = undefined;
    tab = await demo.open('table');
    await seen(/^Page 1, after \d+ ms$/);
  });
  afterEach(async () => {
    await tab.context().close();
    expect(demo.takeFaults().filter((fault) => !expected?.test(fault))).toEqual([]);
  });
  afterAll(() => demo.close());

  /** Resolves when the text of the table matches. */
  const seen = (what: RegExp): Promise<void> =>
    tab.locator('.status').filter({ hasText: what }).waitFor();
  const button = (name: string): Locator => tab.getByRole('button', { name, exact: true });
  const set = (name: string, value: number): Promise<void> =>
    tab.getByRole('slider', { name, exact: true }).fill(String(value));
  const numbers = (): Promise<string[]> =>
    tab.locator('tbody tr:not(.empty) td:first-child').allInnerTexts();
  const beginsWith = (number: string): Promise<void> =>
    eventually(async () => expect((await numbers())[0]).toBe(number));
  const planIsLoaded = (): Promise<void> => tab.getByText(/^([1-9]\d*) of \1 loaded$/).waitFor();
  /** The first line of the network that matches. */
  const line = (what: RegExp): Locator =>
    tab.getByRole('log').locator('.line').filter({ hasText: what }).first();
  const goTo = async (page: number): Promise<void> => {
    await tab.getByRole('spinbutton').fill(String(page));
    await tab.keyboard.press('Enter');
  };

  /** Delays the requests of a page until they are released. */
  const hold = async (page: number): Promise<() => void> => {
    let letGo = (): void => undefined;
    const isLetGo = new Promise<void>((resolve) => (letGo = resolve));
    await tab.route(new RegExp(`/api/rows\\?page=${page}&`), (route) =>
      isLetGo.then(() => route.continue()),
    );
    return letGo;
  };

  it('shows the first page, and prefetches the next ones', async () => {
    await eventually(async () =>
      expect(await numbers()).toEqual(Array.from({ length: 15 }, (_, i) => String(i + 1))),
    );
    await line(/page 1\s*asked for\s*answered, \d+ ms\s*server: answered/).waitFor();
    await line(/page 2\s*ahead\s*answered, \d+ ms\s*server: answered/).waitFor();
    await eventually(async () => expect(await tab.title()).toBe('Table · rxjs-prefetch-cache'));
  });

  it('prefetched pages are shown at once', async () => {
    await planIsLoaded();
    for (let page = 2; page <= 4; page++) {
      await button('Next page').click();
      await seen(new RegExp(`^Page ${page}, at once$`));
    }
    await beginsWith('46');
  });

  it('without prefetching each page waits, and the last one stays until then', async () => {
    await tab.getByRole('switch', { name: 'Prefetching' }).uncheck();
    await hasDrawn(tab);
    const letGo = await hold(100);
    await goTo(100);
    await seen(/^Page 100 is being loaded$/);
    await beginsWith('1');
    letGo();
    await seen(/^Page 100, after \d+ ms$/);
    await button('Next page').click();
    await seen(/^Page 101, after \d+ ms$/);
    await beginsWith('1501');
  });

  it('a page that is requested while it is in flight is joined, not loaded twice', async () => {
    const letGo = await hold(201);
    await goTo(200);
    await line(/page 201\s*ahead\s*on its way/).waitFor();
    await button('Next page').click();
    await line(/page 201\s*ahead, joined/).waitFor();
    letGo();
    await seen(/^Page 201, after \d+ ms$/);
    expect(
      await tab
        .getByRole('log')
        .locator('.line')
        .filter({ hasText: /page 201/ })
        .count(),
    ).toBe(1);
  });

  it('an unwanted load is aborted, which the server sees', async () => {
    const forAMinute = (url: string): string => url.replace(/latency=\d+/, 'latency=60000');
    await tab.route(/\/api\/rows\?page=300&/, (route) =>
      route.continue({ url: forAMinute(route.request().url()) }),
    );
    await goTo(300);
    await line(/page 300\s*asked for\s*on its way\s*server: at work/).waitFor();
    await goTo(500);
    await line(/page 300\s*asked for\s*aborted, \d+ ms\s*server: aborted/).waitFor();
    await seen(/^Page 500, after \d+ ms$/);
  });

  it('names a page that could not be loaded, and tries again on request', async () => {
    expected = /status of 503/;
    await set('Failures', 100);
    await goTo(400);
    await seen(/^Page 400 could not be loaded: the server refused, as the settings ask$/);
    await line(/page 400\s*asked for\s*failed, \d+ ms\s*server: refused/).waitFor();
    await tab.getByText('of 667').waitFor();
    await set('Failures', 0);
    await button('Try again').click();
    await seen(/^Page 400, after \d+ ms$/);
    await button('Try again').waitFor({ state: 'detached' });
  });

  it('stops at the first and last page', async () => {
    const isDisabled = (name: string): Promise<void> =>
      eventually(async () => expect(await button(name).isDisabled()).toBe(true));
    await isDisabled('Previous page');
    await button('Last page').click();
    await seen(/^Page 667, /);
    await eventually(async () => expect(await numbers()).toHaveLength(10));
    await isDisabled('Next page');
    await goTo(5000);
    await eventually(async () =>
      expect(await tab.getByRole('spinbutton').inputValue()).toBe('667'),
    );
    await goTo(-3);
    await seen(/^Page 1, /);
  });
});
