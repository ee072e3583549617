import type { Page as Tab } from 'playwright-core';

/**
 * Resolves when a page has drawn all changes so far, for changes without a visible trace.
 *
 * Angular draws, and runs effects, at the next frame or timer, whichever is first.
 */
export async function hasDrawn(tab: Tab): Promise<void> {
  await tab.evaluate(
    () => new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve))),
  );
}
