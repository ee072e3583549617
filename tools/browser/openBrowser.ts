import { existsSync } from 'node:fs';
import sparticuz from '@sparticuz/chromium';
import { chromium, type Browser } from 'playwright-core';

const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * Starts a browser without a window: an installed Chromium or Chrome, or else, on Linux, the one
 * that came with the packages.
 *
 * @throws Error (rejects) that says which browser could not start, and what may be missing
 */
export async function openBrowser(): Promise<Browser> {
  const found = installed.find((path) => existsSync(path));
  const isLinux = process.platform === 'linux';
  const executablePath = isLinux ? (found ?? (await sparticuz.executablePath())) : undefined;
  const quiet = ['quic', 'background-networking', 'component-update', 'sync'].map(
    (name) => `--disable-${name}`,
  );
  const args = ['--no-sandbox', '--disable-gpu', '--no-first-run', ...quiet];
  // Ends a browser that hangs: it starts in a second, and takes many times that on a busy machine.
  const timeout = 300_000;
  try {
    return await chromium.launch(
      executablePath === undefined
        ? { channel: 'chrome', args, timeout }
        : { executablePath, args, timeout },
    );
  } catch (error) {
    throw new Error(
      `No browser could be started for the specs. ${executablePath ?? 'Chrome'} ended with the message below; where libraries are missing, a Chromium of the system in /usr/bin/chromium brings them along.\n${String(error)}`,
      { cause: error },
    );
  }
}
