import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { drag, middle } from '../../../tools/bench/clients/gestures.js';
import { openClients, type OpenedClients } from '../../../tools/browser/openClients.js';
import { inBrowser } from '../inBrowser.js';
import { expectLoadedOnce } from './expectLoadedOnce.js';
import { eventually } from '../visual/eventually.js';

inBrowser('the page of Leaflet', () => {
  let clients: OpenedClients;

  beforeAll(async () => {
    clients = await openClients(['leaflet']);
  });
  afterEach(() => {
    clients.server.setLatency(20);
    expect(clients.takeFaults()).toEqual([]);
  });
  afterAll(() => clients.close());

  it('shows prefetched tiles at once when it is panned', async () => {
    clients.server.setLatency(20);
    const page = await clients.open('leaflet');
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

  it('draws the loaded bitmaps', async () => {
    const page = await clients.open('leaflet', 'off');
    const colours = await page.tab.locator('canvas.leaflet-tile-loaded').evaluateAll((tiles) =>
      tiles.map((tile) => {
        const context = (tile as HTMLCanvasElement).getContext('2d');
        return new Set(new Uint32Array(context?.getImageData(0, 0, 256, 256).data.buffer ?? []))
          .size;
      }),
    );
    expect(colours.length).toBeGreaterThanOrEqual(12);
    // The border, the name, and levels of the landscape.
    expect(Math.min(...colours)).toBeGreaterThanOrEqual(4);
    await page.close();
  });

  it('loads only what is shown without prefetching, and each tile once', async () => {
    const page = await clients.open('leaflet', 'off');
    await drag(page.tab, [-220, 0], 100, 300);
    await drag(page.tab, [220, 0], 100, 300);
    await page.complete();
    const { prefetches, misses } = await page.call('stats');
    expect([prefetches, misses]).toEqual([0, clients.server.counts().requests]);
    expectLoadedOnce(clients);
    await page.close();
  });

  it('aborts the loads of tiles that Leaflet has unloaded', async () => {
    const page = await clients.open('leaflet', 'off');
    clients.server.setLatency(600_000);
    clients.server.clearCounts();
    await page.tab.mouse.move(...(await middle(page.tab)));
    await page.tab.mouse.wheel(0, -60);
    await eventually(() => {
      expect(clients.server.counts().requests).toBeGreaterThan(0);
      return Promise.resolve();
    });
    // Leaflet ignores the wheel while it zooms.
    await page.tab.locator('.leaflet-zoom-anim').waitFor({ state: 'detached' });
    await page.tab.mouse.wheel(0, 60);
    await eventually(async () => {
      expect((await page.call('stats')).inFlight).toBe(0);
      const { aborted, requests } = clients.server.counts();
      expect([aborted > 0, aborted]).toEqual([true, requests]);
    });
    await page.complete();
    await page.close();
  });
});
