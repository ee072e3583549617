import type { Page as Tab } from 'playwright-core';

/**
 * Resolves when a page has drawn what it was told until now: for what leaves no trace that one
 * could wait for. Angular draws at the next frame or timer, whichever comes first, and tells its
 * effects then.
 */
export async function hasDrawn(tab: Tab): Promise<void> {
  await tab.evaluate(
    () => new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve))),
  );
}
