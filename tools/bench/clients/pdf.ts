import type { Page as Tab } from 'playwright-core';
import type { ClientScript } from './clientScript.js';
import { pause } from './gestures.js';

/** Presses a key several times, after `pace` milliseconds each. */
async function press(tab: Tab, key: string, times: number, pace: number): Promise<void> {
  for (let i = 0; i < times; i++) {
    await pause(pace);
    await tab.keyboard.press(key);
  }
  await shown(tab);
}

/** Reads twelve pages forward, each as soon as it is shown. */
async function readOn(tab: Tab): Promise<void> {
  for (let i = 0; i < 12; i++) {
    await tab.keyboard.press('ArrowRight');
    await shown(tab);
  }
}

/** Resolves when the page that was turned to is shown. */
async function shown(tab: Tab): Promise<void> {
  await tab.waitForFunction(
    () => !(globalThis as unknown as { client: { isBlank(): boolean } }).client.isBlank(),
  );
}

export const pdf: readonly ClientScript[] = [
  {
    client: 'pdf',
    what: 'twelve pages forward',
    run: (tab) => press(tab, 'ArrowRight', 12, 1500),
  },
  {
    client: 'pdf',
    what: 'ten pages back, quickly',
    before: readOn,
    run: (tab) => press(tab, 'ArrowLeft', 10, 60),
  },
];
