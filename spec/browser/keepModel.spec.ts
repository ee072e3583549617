import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Frame, Page as Tab } from 'playwright-core';
import { openBrowser } from '../../tools/browser/openBrowser.js';
import { bundle } from './bundle.js';
import { inBrowser } from './inBrowser.js';
import type { Kept } from './keptPage.js';
import { serve, type TestServer } from './serve.js';

/** Calls a function of a page. */
function inPage<N extends keyof Kept>(
  page: Tab | Frame,
  name: N,
  ...args: Parameters<Kept[N]>
): Promise<Awaited<ReturnType<Kept[N]>>> {
  const call = ([name, args]: [string, unknown[]]): unknown =>
    (globalThis as unknown as { kept: Record<string, (...args: unknown[]) => unknown> }).kept[name]?.(...args); // prettier-ignore
  return page.evaluate(call, [name, args] as [string, unknown[]]) as Promise<
    Awaited<ReturnType<Kept[N]>>
  >;
}

const page = (body = ''): string =>
  `<!doctype html><title>Specs</title><link rel="icon" href="data:,"><script defer src="/kept.js"></script>${body}`;
const loop = ['c', 'a', 'k', 'e', 's', 'o'];

inBrowser('A kept model in a browser', () => {
  let browser: Browser | undefined;
  let server: TestServer | undefined;
  let context: BrowserContext;
  let address = '';
  const faults: string[] = [];

  /** Opens the page in a tab, as a visit does. */
  const visit = async (tab: Tab): Promise<Tab> => {
    await tab.goto(address);
    await tab.waitForFunction(() => 'kept' in globalThis);
    return tab;
  };
  const newTab = async (): Promise<Tab> => {
    const tab = await context.newPage();
    tab.on('pageerror', (error) => faults.push(error.message));
    return visit(tab);
  };

  beforeAll(async () => {
    server = await serve({
      '/': page(),
      '/sandbox': page('<iframe sandbox="allow-scripts" src="/"></iframe>'),
      '/other': '<!doctype html><title>Another page</title>',
      '/kept.js': await bundle({ file: 'spec/browser/keptPage.ts' }),
    });
    ({ address } = server);
    browser = await openBrowser();
  });
  beforeEach(async () => {
    context = (await browser?.newContext()) as BrowserContext;
  });
  afterEach(async () => {
    await context.close();
    expect(faults).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  it('is saved in localStorage when the page is left, and restored by the next visit', async () => {
    const tab = await newTab();
    expect(await inPage(tab, 'open', 'localStorage')).toBe(false);
    await inPage(tab, 'read', 9, loop);
    await tab.goto(`${address}/other`);
    await visit(tab);
    expect(await inPage(tab, 'expected', 'a')).toEqual([]);
    expect(await inPage(tab, 'open', 'localStorage')).toBe(true);
    expect(await inPage(tab, 'expected', 'a')).toContain('k');
  });

  // Not when the page is left: a browser may abort the transaction with the page.
  it.each([
    ['in idle periods', 50],
    ['when the page is hidden', 1e9],
  ])('is saved in IndexedDB %s, and restored by the next visit', async (_when, saveEvery) => {
    const tab = await newTab();
    expect(await inPage(tab, 'open', 'indexedDB', saveEvery)).toBe(false);
    await inPage(tab, 'read', 9, loop);
    if (saveEvery > 50) await inPage(tab, 'hide');
    await tab.waitForFunction(() =>
      (globalThis as unknown as { kept: Kept }).kept.events().join().includes('model-saved'),
    );
    await visit(tab);
    expect(await inPage(tab, 'open', 'indexedDB')).toBe(true);
    expect(await inPage(tab, 'expected', 'a')).toContain('k');
  });

  it('is saved in idle periods while the page stays', async () => {
    const tab = await newTab();
    await inPage(tab, 'open', 'localStorage', 50);
    await inPage(tab, 'read', 9, loop);
    await tab.waitForFunction(() => localStorage.getItem('spec/keys') !== null);
    expect(await inPage(tab, 'events')).toEqual([['model-saved', '']]);
  });

  it('is saved smaller where the storage is almost full', async () => {
    const tab = await newTab();
    await inPage(tab, 'fill', 60_000);
    await inPage(tab, 'open', 'localStorage', 50);
    const keys = Array.from({ length: 4000 }, (_, i) => `/articles/${(i * 7919) % 4000}-of-a-shop`);
    await inPage(tab, 'read', 2, keys);
    await tab.waitForFunction(() => localStorage.getItem('spec/keys') !== null);
    expect(await inPage(tab, 'events')).toEqual([
      ['model-error', 'QuotaExceededError'],
      ['model-saved', ''],
    ]);
    expect(await inPage(tab, 'stored')).toBeLessThan(60_000);
    expect(await inPage(tab, 'stored')).toBeGreaterThan(10_000);
  });

  it('is not kept where reading localStorage throws, which is an event', async () => {
    const tab = await newTab();
    await tab.goto(`${address}/sandbox`);
    const frame = tab.frames().find((each) => each.parentFrame()) as Frame;
    await frame.waitForFunction(() => 'kept' in globalThis);
    expect(await inPage(frame, 'open', 'localStorage')).toBe(false);
    expect(await inPage(frame, 'events')).toEqual([['model-error', 'SecurityError']]);
  });

  it('is that of the tab that was left last', async () => {
    const [one, other] = [await newTab(), await newTab()];
    await inPage(one, 'open', 'localStorage');
    await inPage(other, 'open', 'localStorage');
    await inPage(one, 'read', 9, ['x', 'y', 'z']);
    await inPage(other, 'read', 9, loop);
    await one.goto(`${address}/other`);
    await other.goto(`${address}/other`);
    const third = await newTab();
    expect(await inPage(third, 'open', 'localStorage')).toBe(true);
    expect(await inPage(third, 'expected', 'a')).toContain('k');
    expect(await inPage(third, 'expected', 'x')).not.toContain('y');
  });
});
