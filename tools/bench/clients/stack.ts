import type { Page as Tab } from 'playwright-core';
import type { ClientScript } from './clientScript.js';
import { middle, pause } from './gestures.js';

/** Turns the wheel over the middle, step by step. */
export async function turnWheel(
  tab: Tab,
  steps: number,
  direction: 1 | -1,
  pace: number,
): Promise<void> {
  await tab.mouse.move(...(await middle(tab)));
  for (let i = 0; i < steps; i++) {
    await tab.mouse.wheel(0, 100 * direction);
    await pause(pace);
  }
}

/** Drags the slider from one value to another, in steps of 1. */
async function scrub(tab: Tab, from: number, to: number, pace: number): Promise<void> {
  const box = await tab.getByLabel('Slice').boundingBox();
  if (!box) throw new Error('The page shows no slider');
  const y = box.y + box.height / 2;
  // The thumb is 16 pixels wide, and its middle shows the value.
  const xOf = (slice: number): number => box.x + 8 + (slice / 199) * (box.width - 16);
  await tab.mouse.move(xOf(from), y);
  await tab.mouse.down();
  const step = Math.sign(to - from);
  for (let slice = from; slice !== to + step; slice += step) {
    await tab.mouse.move(xOf(slice), y);
    await pause(pace);
  }
  await tab.mouse.up();
}

export const stack: readonly ClientScript[] = [
  {
    client: 'stack',
    what: 'wheel, slider, wheel',
    async run(tab) {
      await turnWheel(tab, 60, 1, 100);
      await turnWheel(tab, 30, -1, 60);
      await scrub(tab, 30, 120, 50);
      await scrub(tab, 120, 60, 50);
      await scrub(tab, 150, 150, 50);
      await turnWheel(tab, 40, 1, 100);
      await pause(500);
    },
  },
];
