import { spawn } from 'node:child_process';
import { expect, it } from '@jest/globals';
import { packageFolder } from '../../tools/package/sourceFiles.js';
import { inBrowser } from './inBrowser.js';
import { eventually } from './visual/eventually.js';

// It serves the pages that were built for the specs in a browser.
inBrowser('`npm run demo`', () => {
  it('ends with its server when npm is terminated', async () => {
    // A process group, so that a remaining server can be ended.
    const npm = spawn('npm', ['run', 'demo', '--', '--port', '0'], {
      cwd: packageFolder,
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const { pid } = npm;
    if (pid === undefined) throw new Error('npm could not be started');
    try {
      let printed = '';
      npm.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
      await eventually(() => {
        expect(printed).toMatch(/http:\/\/localhost:\d+/);
        return Promise.resolve();
      });
      const address = /http:\/\/localhost:\d+/.exec(printed)?.[0] ?? '';
      expect((await fetch(address)).status).toBe(200);
      process.kill(pid, 'SIGTERM');
      await eventually(async () =>
        expect(
          await fetch(address).then(
            () => 'served',
            () => 'not served',
          ),
        ).toBe('not served'),
      );
    } finally {
      try {
        process.kill(-pid, 'SIGKILL');
      } catch {
        // The group has ended.
      }
    }
  });
});
