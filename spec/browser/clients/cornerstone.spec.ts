import { afterAll, beforeAll, expect, it } from '@jest/globals';
import {
  openClients,
  type OpenedClient,
  type OpenedClients,
} from '../../../tools/browser/openClients.js';
import { inBrowser } from '../inBrowser.js';
import { expectLoadedOnce } from './expectLoadedOnce.js';
import { eventually } from '../visual/eventually.js';

inBrowser('Cornerstone3D', () => {
  let clients: OpenedClients;

  beforeAll(async () => {
    clients = await openClients(['cornerstone']);
  });
  afterAll(() => clients.close());

  /** Turns the wheel by so many slices, each once the plan before is loaded. */
  async function turn(stack: OpenedClient, slices: number): Promise<void> {
    await stack.tab.locator('#client canvas').hover();
    for (let i = 0; i < Math.abs(slices); i++) {
      await stack.tab.mouse.wheel(0, 100 * Math.sign(slices));
      await stack.quiet();
    }
  }

  it('draws the images of the cache', async () => {
    const stack = await clients.open('cornerstone');
    const { requests, hits } = await stack.measure(() => turn(stack, 20));
    expect(requests).toBe(20);
    expect(hits).toBeGreaterThanOrEqual(18);
    expect((await stack.call('also')).slice).toBe(20);
    await eventually(async () => {
      const { edge, middle } = await stack.tab.evaluate(() => {
        const canvas = document.querySelector<HTMLCanvasElement>('#client canvas');
        const copy = document.createElement('canvas').getContext('2d');
        if (canvas) copy?.drawImage(canvas, 0, 0, 9, 9);
        const { data } = copy?.getImageData(0, 4, 5, 1) ?? { data: [] };
        return { edge: data[0] ?? 0, middle: data[16] ?? 0 };
      });
      expect(middle).toBeGreaterThan(edge + 20);
    });
    await stack.close();
  });

  it('loads no image again that it has dropped and the cache has', async () => {
    const stack = await clients.open('cornerstone');
    await turn(stack, 12);
    // Four images of 256 by 256 pixels.
    expect((await stack.call('also')).ownBytes).toBeLessThanOrEqual(4 * 2 * 256 ** 2);
    const { requests, hits } = await stack.measure(() => turn(stack, -12));
    expect(requests).toBeGreaterThanOrEqual(8);
    expect(hits).toBe(requests);
    expectLoadedOnce(clients);
    await stack.close();
  });

  it('has no faults', () => {
    expect(clients.takeFaults()).toEqual([]);
  });

  it('aborts the load of an image that it cancels', async () => {
    const stack = await clients.open('cornerstone');
    await stack.quiet();
    const outcome = await stack.tab.evaluate(() =>
      (globalThis as unknown as { cancelSlice(slice: number): Promise<string> }).cancelSlice(150),
    );
    expect(outcome).toBe('slices:150 was cancelled');
    await eventually(() => {
      expect(clients.server.counts().aborted).toBe(1);
      return Promise.resolve();
    });
    // Cornerstone does not handle the rejection of an image that it cancels.
    const faults: string[] = [];
    await eventually(() => {
      faults.push(...clients.takeFaults());
      expect(faults).toEqual(['cornerstone: slices:150 was cancelled']);
      return Promise.resolve();
    });
    await stack.close();
  });
});
