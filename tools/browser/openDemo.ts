import type { BrowserContextOptions, Page as Tab } from 'playwright-core';
import { serveApp } from '../../demos/visual/server/serveApp.js';
import { openBrowser } from './openBrowser.js';
import { openTab } from './openTab.js';

/** The demo, served and looked at by somebody. */
export interface Demo {
  readonly address: string;
  /**
   * Opens a page of the demo in a window of its own.
   *
   * @param first - runs in the window before anything of the page does
   */
  open(page: string, options?: BrowserContextOptions, first?: () => void): Promise<Tab>;
  /**
   * What no page may say: errors of the console and of scripts, and requests that failed; since it
   * was asked last.
   */
  takeFaults(): readonly string[];
  close(): Promise<void>;
}

/** Serves the demo on a free port and starts a browser. */
export async function openDemo(): Promise<Demo> {
  const server = await serveApp(0);
  const browser = await openBrowser();
  let faults: string[] = [];
  return {
    address: server.address,
    async open(page, options = {}, first) {
      const tab = await openTab(
        browser,
        { viewport: { width: 1280, height: 800 }, ...options },
        (fault) => faults.push(`${page}: ${fault}`),
      );
      if (first) await tab.addInitScript(first);
      await tab.goto(`${server.address}/${page}`);
      return tab;
    },
    takeFaults() {
      const taken = faults;
      faults = [];
      return taken;
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}
