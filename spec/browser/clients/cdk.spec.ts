import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Page as Tab } from 'playwright-core';
import { wheel } from '../../../tools/bench/clients/gestures.js';
import { openClients, type OpenedClients } from '../../../tools/browser/openClients.js';
import { inBrowser } from '../inBrowser.js';
import { eventually } from '../visual/eventually.js';

inBrowser('the page of virtual scroll', () => {
  let clients: OpenedClients;

  beforeAll(async () => {
    clients = await openClients(['cdk']);
  });
  afterEach(() => {
    clients.server.setLatency(20);
    expect(clients.takeFaults()).toEqual([]);
  });
  afterAll(() => clients.close());

  const rowsOf = (tab: Tab): Promise<string[]> => tab.locator('.row.resolved').allInnerTexts();

  it('shows rows, and those of prefetched pages at once when it is scrolled', async () => {
    const page = await clients.open('cdk');
    await eventually(async () => {
      const [first] = await rowsOf(page.tab);
      expect(first).toContain('Ada 0');
    });
    // What is prefetched depends on the pace of the reader, and so of the machine: until it is.
    await eventually(async () => {
      const { requests, hits } = await page.measure((tab) => wheel(tab, 600, 100));
      await page.quiet();
      expect([requests > 0, hits]).toEqual([true, requests]);
    });
    expect((await page.call('stats')).useful).toBeGreaterThan(0);
    await page.close();
  });

  it('aborts the pages that are scrolled past', async () => {
    const page = await clients.open('cdk', 'off');
    await page.complete();
    clients.server.setLatency(600_000);
    clients.server.clearCounts();
    await page.tab.locator('cdk-virtual-scroll-viewport').evaluate((viewport) => {
      viewport.scrollTop = 300_000;
    });
    await eventually(() => {
      expect(clients.server.counts().requests).toBeGreaterThan(0);
      return Promise.resolve();
    });
    await page.tab.locator('cdk-virtual-scroll-viewport').evaluate((viewport) => {
      viewport.scrollTop = 0;
    });
    await eventually(() => {
      const { aborted, requests } = clients.server.counts();
      expect(aborted).toBe(requests);
      return Promise.resolve();
    });
    expect((await rowsOf(page.tab))[0]).toContain('Ada 0');
    await page.close();
  });
});
