import type { Browser, BrowserContextOptions, Page as Tab } from 'playwright-core';
import { patience } from './patience.js';

/**
 * Opens a window of its own.
 *
 * @param fault - called with errors of scripts, and with errors and warnings of the console
 */
export async function openTab(
  browser: Browser,
  options: BrowserContextOptions,
  fault: (text: string) => void,
): Promise<Tab> {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(patience);
  const tab = await context.newPage();
  tab.on('pageerror', ({ message }) => fault(message));
  tab.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) fault(message.text());
  });
  return tab;
}
