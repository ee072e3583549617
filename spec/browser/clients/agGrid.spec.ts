import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { wheel } from '../../../tools/bench/clients/gestures.js';
import { openClients, type OpenedClients } from '../../../tools/browser/openClients.js';
import { inBrowser } from '../inBrowser.js';
import { expectLoadedOnce } from './expectLoadedOnce.js';
import { eventually } from '../visual/eventually.js';

inBrowser('the page of AG Grid', () => {
  let clients: OpenedClients;

  beforeAll(async () => {
    clients = await openClients(['ag-grid']);
    clients.server.setLatency(20);
  });
  afterEach(() => expect(clients.takeFaults()).toEqual([]));
  afterAll(() => clients.close());

  it('shows prefetched rows at once when it is scrolled', async () => {
    const page = await clients.open('ag-grid');
    await eventually(async () => {
      const { inFlight, prefetches } = await page.call('stats');
      expect([inFlight, prefetches]).toEqual([0, 8]);
    });
    // Blocks of 50 rows, 40 pixels high: the second and the third.
    const { requests, hits } = await page.measure(async (tab) => {
      await wheel(tab, 4000, 200);
      await page.complete();
    });
    expect(requests).toBeGreaterThanOrEqual(1);
    expect(hits).toBe(requests);
    await page.tab.getByText('100', { exact: true }).first().waitFor();
    await page.close();
  });

  it('loads only the blocks that are shown without prefetching, and none twice', async () => {
    const page = await clients.open('ag-grid', 'off');
    await wheel(page.tab, 6000, 200);
    await page.complete();
    await wheel(page.tab, -6000, 200);
    await page.complete();
    const { prefetches, loads } = await page.call('stats');
    const { paths } = clients.server.counts();
    expect([prefetches, loads]).toEqual([0, paths.length]);
    expectLoadedOnce(clients);
    expect(paths[0]).toBe('/rows?start=0&end=50');
    await page.close();
  });
});
