import { existsSync } from 'node:fs';
import sparticuz from '@sparticuz/chromium';
import { chromium, type Browser } from 'playwright-core';

const installed = '/usr/bin/chromium';

/**
 * Starts a browser without a window: the installed Chromium, or else the one that came with the packages.
 *
 * @throws Error that says which browser could not start, and what may be missing
 */
export async function openBrowser(): Promise<Browser> {
  const executablePath = existsSync(installed) ? installed : await sparticuz.executablePath();
  const quiet = ['quic', 'background-networking', 'component-update', 'sync'].map((name) => `--disable-${name}`);
  try {
    return await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--no-first-run', ...quiet] });
  } catch (error) {
    throw new Error(
      `No browser could be started for the specs. ${executablePath} ended with the message below; where libraries are missing, a Chromium of the system in ${installed} brings them along.\n${String(error)}`,
      { cause: error },
    );
  }
}
