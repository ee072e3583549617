import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../../tools/browser/openBrowser.js';
import { pageSnippets } from '../docs/pages.js';
import { outputPattern, plainOutput } from '../docs/plainOutput.js';
import { bundle } from './bundle.js';
import { inBrowser } from './inBrowser.js';
import { serve, type TestServer } from './serve.js';

/** Virtual milliseconds after which the snippet has ended. */
const MOST_TIME = 5000;

inBrowser('"Getting started" of the README, pasted into a page,', () => {
  let browser: Browser | undefined;
  let server: TestServer | undefined;
  const [snippet] = pageSnippets().filter(
    ({ place, code }) => place.startsWith('README.md:') && code.includes('loadFrame'),
  );

  beforeAll(async () => {
    server = await serve({
      '/': '<!doctype html><link rel="icon" href="data:,"><script type="module" src="/page.js"></script>',
      '/page.js': await bundle({ code: snippet?.code ?? '' }),
    });
    browser = await openBrowser();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  it('prints what the README shows', async () => {
    const tab = await browser?.newPage();
    if (!tab || !server) throw new Error('There is no page');
    const printed: string[] = [];
    tab.on('console', (message) => printed.push(message.text()));
    tab.on('pageerror', ({ message }) => printed.push(message));
    await tab.clock.install({ time: 0 });
    await tab.clock.pauseAt(1);
    await tab.goto(server.address);
    for (let time = 0; time < MOST_TIME; time += 50) {
      await tab.clock.runFor(50);
      // Loads take real time: a request of the page ends after those that began before.
      await tab.evaluate(() => fetch('data:,').then((response) => response.text()));
    }
    expect(snippet?.output?.length).toBeGreaterThan(10);
    expect(plainOutput(printed)).toMatch(outputPattern(snippet?.output ?? []));
  });
});
