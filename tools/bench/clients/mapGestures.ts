import type { Page as Tab } from 'playwright-core';
import { drag, middle, pause, type Point } from './gestures.js';

const LEFT: Point = [-220, 0];
const UP: Point = [0, -220];
const RIGHT: Point = [220, 0];
const pans = [LEFT, LEFT, LEFT, LEFT, LEFT, UP, UP, UP, RIGHT, RIGHT, RIGHT, RIGHT];

/** Notches of the wheel: -1 zooms in. */
const zooms = [-1, -1, -1, 1, 1, -1, -1, 1, 1, 1];

/** Looks at a map for a second, and pans it twelve times: on, down, and back. */
export async function panMap(tab: Tab): Promise<void> {
  await pause(1000);
  for (const way of pans) {
    await drag(tab, way, 400);
    await pause(800);
  }
}

/**
 * Looks at a map for a second, and zooms ten times, in and out, at several places.
 *
 * @param notch - pixels of the wheel for one level
 */
export async function zoomMap(tab: Tab, notch: number): Promise<void> {
  await pause(1000);
  const [x, y] = await middle(tab);
  for (const [i, by] of zooms.entries()) {
    await tab.mouse.move(x + 40 * (i % 3), y + 30 * (i % 4));
    await tab.mouse.wheel(0, notch * by);
    await pause(1500);
  }
}
