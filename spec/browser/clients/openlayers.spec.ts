import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { drag, middle } from '../../../tools/bench/clients/gestures.js';
import { openClients, type OpenedClients } from '../../../tools/browser/openClients.js';
import { inBrowser } from '../inBrowser.js';
import { expectLoadedOnce } from './expectLoadedOnce.js';
import { eventually } from '../visual/eventually.js';

inBrowser('the page of OpenLayers', () => {
  let clients: OpenedClients;

  beforeAll(async () => {
    clients = await openClients(['openlayers']);
    clients.server.setLatency(20);
  });
  afterEach(() => expect(clients.takeFaults()).toEqual([]));
  afterAll(() => clients.close());

  it('shows prefetched tiles when it is panned, and loads each tile once', async () => {
    const page = await clients.open('openlayers');
    await eventually(async () => {
      const { inFlight, prefetches } = await page.call('stats');
      expect([inFlight, prefetches > 20]).toEqual([0, true]);
    });
    const { requests, hits } = await page.measure(async (tab) => {
      await drag(tab, [-220, 0], 100, 300);
      await page.complete();
    });
    expect(requests).toBeGreaterThanOrEqual(3);
    expect(hits).toBe(requests);
    expectLoadedOnce(clients);
    await page.close();
  });

  it('draws the loaded bitmaps, also those of tiles that were disposed of and come again', async () => {
    const page = await clients.open('openlayers', 'off');
    // A layer has 32 tiles besides those that are visible.
    for (const by of [-100, -100, 100, 100]) {
      await page.tab.mouse.move(...(await middle(page.tab)));
      await page.tab.mouse.wheel(0, by);
      await page.tab.waitForTimeout(30);
      await page.complete();
    }
    const colours = await page.tab.locator('#client canvas').evaluate((canvas) => {
      const { width, height } = canvas as HTMLCanvasElement;
      const context = (canvas as HTMLCanvasElement).getContext('2d');
      return new Set(new Uint32Array(context?.getImageData(0, 0, width, height).data.buffer ?? []))
        .size;
    });
    expect(colours).toBeGreaterThanOrEqual(4);
    await page.close();
  });
});
