import { afterAll, beforeAll, expect, it } from '@jest/globals';
import {
  openClients,
  type OpenedClient,
  type OpenedClients,
} from '../../../tools/browser/openClients.js';
import { inBrowser } from '../inBrowser.js';
import { eventually } from '../visual/eventually.js';

inBrowser('pdf.js', () => {
  let clients: OpenedClients;

  beforeAll(async () => {
    clients = await openClients(['pdf']);
  });
  afterAll(() => clients.close());

  async function readOn(book: OpenedClient, pages: number): Promise<void> {
    for (let i = 0; i < pages; i++) {
      await book.tab.keyboard.press('ArrowRight');
      await book.complete();
    }
  }

  it('shows pages at once that were drawn before they were turned to', async () => {
    const book = await clients.open('pdf');
    await book.quiet();
    const { requests, hits } = await book.measure(async () => {
      for (let i = 0; i < 8; i++) {
        await readOn(book, 1);
        await book.quiet();
      }
    });
    expect([requests, hits]).toEqual([8, 8]);
    await book.close();
  });

  it('shows each of ten pages on a quick way back', async () => {
    const book = await clients.open('pdf');
    await readOn(book, 11);
    const { turns: before = 0 } = await book.call('also');
    for (let i = 0; i < 10; i++) await book.tab.keyboard.press('ArrowLeft');
    await book.complete();
    const { turns = 0, page } = await book.call('also');
    expect(turns - before).toBe(10);
    expect(page).toBe(2);
    await book.close();
  });

  it('stops drawing a page ahead when another one is requested', async () => {
    const book = await clients.open('pdf');
    // In the same turn, so that a prefetch is in flight when the last page is requested.
    await book.tab.waitForFunction(() => {
      const { client } = globalThis as unknown as { client: { stats(): { inFlight: number } } };
      if (client.stats().inFlight === 0) return false;
      dispatchEvent(new KeyboardEvent('keydown', { key: 'End' }));
      return true;
    });
    await book.complete();
    const { page, cancelled } = await book.call('also');
    expect(page).toBe(40);
    expect(cancelled).toBeGreaterThanOrEqual(1);
    await book.close();
  });

  it('closes each bitmap once, and draws none that is closed', async () => {
    const book = await clients.open('pdf');
    for (const key of ['ArrowRight', 'End', 'Home', 'ArrowRight', 'End', 'ArrowLeft']) {
      await book.tab.keyboard.press(key);
      await book.complete();
    }
    await book.call('close');
    await eventually(async () => {
      const { created, closed, closedAgain, drawnClosed } = await book.call('also');
      expect([closed, closedAgain, drawnClosed]).toEqual([created, 0, 0]);
      expect(created).toBeGreaterThanOrEqual(4);
    });
    await book.close();
  });

  it('has no faults', () => {
    expect(clients.takeFaults()).toEqual([]);
  });
});
