import type { Page as Tab } from 'playwright-core';

/** A point of the page, in pixels. */
export type Point = readonly [x: number, y: number];

/** The middle of the client. */
export async function middle(tab: Tab): Promise<Point> {
  const box = await tab.locator('#client').boundingBox();
  if (!box) throw new Error('The page shows no client');
  return [box.x + box.width / 2, box.y + box.height / 2];
}

/**
 * Drags with the left button over the middle, at an even pace, and lets go.
 *
 * @param hold - milliseconds until it lets go: where it rests, a map has no momentum
 */
export async function drag(tab: Tab, [x, y]: Point, milliseconds: number, hold = 0): Promise<void> {
  const [left, top] = await middle(tab);
  const from: Point = [left - x / 2, top - y / 2];
  await tab.mouse.move(...from);
  await tab.mouse.down();
  await paced(milliseconds, (share) => tab.mouse.move(from[0] + share * x, from[1] + share * y));
  await pause(hold);
  await tab.mouse.up();
}

/** Turns the wheel over the middle by so many pixels, at an even pace. */
export async function wheel(tab: Tab, pixels: number, milliseconds: number): Promise<void> {
  await tab.mouse.move(...(await middle(tab)));
  let turned = 0;
  await paced(milliseconds, async (share) => {
    const by = Math.round(share * pixels) - turned;
    turned += by;
    await tab.mouse.wheel(0, by);
  });
}

/** Calls `act` at most 60 times a second with the share of the time that has passed, at last 1. */
async function paced(milliseconds: number, act: (share: number) => Promise<void>): Promise<void> {
  const began = performance.now();
  for (let share = 0; share < 1;) {
    await pause(16);
    share = Math.min(1, (performance.now() - began) / milliseconds);
    await act(share);
  }
}

/** Waits. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
