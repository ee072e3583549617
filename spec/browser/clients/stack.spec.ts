import { afterAll, beforeAll, expect, it } from '@jest/globals';
import {
  openClients,
  type OpenedClient,
  type OpenedClients,
} from '../../../tools/browser/openClients.js';
import { inBrowser } from '../inBrowser.js';
import { eventually } from '../visual/eventually.js';

inBrowser('A stack of bitmaps', () => {
  let clients: OpenedClients;

  beforeAll(async () => {
    clients = await openClients(['stack']);
  });
  afterAll(() => clients.close());

  /** Turns the wheel by so many slices. */
  async function turn({ tab }: OpenedClient, slices: number): Promise<void> {
    await tab.locator('canvas').hover();
    for (let i = 0; i < Math.abs(slices); i++) await tab.mouse.wheel(0, 100 * Math.sign(slices));
  }

  it('is read from the cache, if each plan is loaded before the next turn', async () => {
    const stack = await clients.open('stack');
    const { requests, hits } = await stack.measure(async () => {
      for (let i = 0; i < 40; i++) {
        await turn(stack, 1);
        await stack.quiet();
      }
    });
    expect(requests).toBe(40);
    expect(hits).toBeGreaterThanOrEqual(38);
    await stack.close();
  });

  it('closes each bitmap once, and draws none that is closed', async () => {
    const stack = await clients.open('stack');
    for (const slices of [40, -10, 50, 20, -30, 60, -90, 30]) {
      await turn(stack, slices);
      await stack.tab.getByText('Another size').click();
    }
    await stack.complete();
    const { created = 0, closed = 0 } = await stack.call('also');
    // More than the budget has been loaded.
    expect(closed).toBeGreaterThan(20);
    expect(created).toBeGreaterThan(closed);
    await stack.call('close');
    await stack.tab.getByText('Another size').click();
    await eventually(async () => {
      const { created, closed, closedAgain, drawnClosed } = await stack.call('also');
      expect([closed, closedAgain, drawnClosed]).toEqual([created, 0, 0]);
    });
    await stack.close();
  });

  it('shows a slice that can be drawn again until the next one is loaded', async () => {
    const stack = await clients.open('stack');
    // All in one turn of the page, so that slice 150 is still being loaded.
    const seen = await stack.tab.evaluate(() => {
      const page = globalThis as unknown as { client: { also(): unknown } };
      const [slider] = document.querySelectorAll('input');
      const [canvas] = document.querySelectorAll('canvas');
      if (slider) slider.value = '150';
      slider?.dispatchEvent(new Event('input'));
      document.querySelector('button')?.click();
      const middle = canvas?.getContext('2d')?.getImageData(128, 128, 1, 1).data;
      return { ...(page.client.also() as { slice: number }), middle: middle?.[0] ?? 0 };
    });
    expect(seen.slice).toBe(0);
    expect(seen.middle).toBeGreaterThan(20);
    await stack.complete();
    expect((await stack.call('also')).slice).toBe(150);
    await stack.close();
  });

  it('has no faults', () => {
    expect(clients.takeFaults()).toEqual([]);
  });
});
