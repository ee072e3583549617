import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page as Tab } from 'playwright-core';
import { bundle } from './bundle.js';
import { inBrowser } from './inBrowser.js';
import { openBrowser } from '../../tools/browser/openBrowser.js';
import type { Page } from './page.js';
import { serve, type TestServer } from './serve.js';

const boxes = '1,1,10,20,30,40,0.9,1,0.5\n2,1,11,21,31,41,0.8,1,0.5\n2,2,50,60,70,80,0.7,1,0.5\n';
const ofFrame2 = {
  frame: 2,
  detections: [
    {
      trackId: 1,
      left: 11,
      top: 21,
      width: 31,
      height: 41,
      confidence: 0.8,
      classId: 1,
      visibility: 0.5,
    },
    {
      trackId: 2,
      left: 50,
      top: 60,
      width: 70,
      height: 80,
      confidence: 0.7,
      classId: 1,
      visibility: 0.5,
    },
  ],
};
const noFrame7 = { frame: 7, detections: [] };

let browser: Browser | undefined;
let server: TestServer | undefined;
let tab: Tab;
let address: string;
const faults: string[] = [];

/** Calls a function of the page. */
function inPage<N extends keyof Page>(
  name: N,
  ...args: Parameters<Page[N]>
): Promise<Awaited<ReturnType<Page[N]>>> {
  const call = ([name, args]: [string, unknown[]]): unknown =>
    (globalThis as unknown as { page: Record<string, (...args: unknown[]) => unknown> }).page[
      name
    ]?.(...args);
  return tab.evaluate(call, [name, args] as [string, unknown[]]) as Promise<
    Awaited<ReturnType<Page[N]>>
  >;
}

inBrowser('in a browser', () => {
  beforeAll(async () => {
    const items = Object.fromEntries(
      [0, 1, 2, 3, 4].map((key) => [`/items/${key}.txt`, `item ${key}`]),
    );
    server = await serve({
      ...items,
      '/': '<!doctype html><title>Specs</title><link rel="icon" href="data:,"><script type="module" src="/page.js"></script>',
      '/page.js': await bundle({ file: 'spec/browser/page.ts' }),
      '/boxes.txt': boxes,
      '/whole/boxes.txt': boxes,
    });
    ({ address } = server);
    browser = await openBrowser();
    tab = await browser.newPage();
    tab.on('pageerror', (error) => faults.push(error.message));
    await tab.goto(address);
    await tab.waitForFunction(() => 'page' in globalThis);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  it('the operator prefetches with fetch', async () => {
    const { seen, hits, joins, misses } = await inPage('readByFetch', [1, 2, 3]);
    expect(seen).toEqual(['item 1', 'item 2', 'item 3']);
    expect([misses, hits + joins]).toEqual([1, 2]);
  });

  it('unsubscribing aborts the signal, and with it the request', async () => {
    expect(await inPage('beginToRead', '/held/page')).toBe(false);
    await server?.saw('came', '/held/page');
    expect(await inPage('leave')).toBe(true);
    await server?.saw('left', '/held/page');
  });

  it('states keep unchanged parts', async () => {
    expect(await inPage('states')).toEqual({
      residents: 205,
      current: 200,
      pages: 4,
      samePages: 3,
      end: 0,
    });
  });

  it('frames are read from a chosen file', async () => {
    expect(await inPage('readFile', boxes, [2, 7])).toEqual([ofFrame2, noFrame7]);
  });

  it('frames are read from a blob', async () => {
    expect(await inPage('readBlob', boxes, [2, 7])).toEqual([ofFrame2, noFrame7]);
  });

  it('frames are read from a server, by byte ranges', async () => {
    expect(await inPage('readUrl', `${address}/boxes.txt`, [2, 7])).toEqual({
      seen: [ofFrame2, noFrame7],
    });
    expect(server?.ranges).toEqual([
      '/boxes.txt bytes=0-',
      expect.stringMatching(/^\/boxes\.txt bytes=\d+-\d+$/),
    ]);
  });

  it('a server without byte ranges is named, and its file is read whole if allowed', async () => {
    const url = `${address}/whole/boxes.txt`;
    expect(await inPage('readUrl', url, [2])).toEqual({ error: expect.stringContaining(url) });
    expect(await inPage('readUrl', url, [2], 'fallback')).toEqual({ seen: [ofFrame2] });
  });

  it('a cache closes at the end of its scope', async () => {
    expect(await inPage('closings')).toEqual({
      native: 'Symbol(Symbol.dispose)',
      closed: ['by using', 'by close()'],
    });
  });

  it('the contract suites run', async () => {
    const { passed, failed } = await inPage('contract');
    expect(failed).toBe(0);
    expect(passed).toBeGreaterThan(5);
  });

  it('no other error occurred', () => {
    expect(faults).toEqual([]);
  });
});

describe('for a browser', () => {
  it.each(['', '/operators', '/mot', '/testing', '/angular', '/angular/router'])(
    'rxjs-prefetch-cache%s can be bundled without modules of Node',
    async (entry) => {
      expect(
        (await bundle({ code: `export * from 'rxjs-prefetch-cache${entry}'` })).length,
      ).toBeGreaterThan(1000);
    },
  );

  it.each(['/mot/node', '/node'])('rxjs-prefetch-cache%s cannot', async (entry) => {
    await expect(bundle({ code: `export * from 'rxjs-prefetch-cache${entry}'` })).rejects.toThrow(
      'node:fs',
    );
  });
});
