import { spawn } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const appFolder = dirname(dirname(fileURLToPath(import.meta.url)));
const packageFolder = join(appFolder, '../..');

/** Where the built app is. */
export const builtFolder = join(appFolder, 'dist/browser');

/** Inputs of the build: files of the app, shared files of the demos, and the built package. */
const madeOf = [
  ...['src', 'angular.json', 'tsconfig.app.json', 'package.json'].map((name) =>
    join(appFolder, name),
  ),
  ...['demos/generate-mot', 'dist'].map((name) => join(packageFolder, name)),
];

/**
 * Builds the app, unless there is a build newer than its inputs. Needs the built package.
 *
 * @param say - called with messages about the build
 * @throws Error (rejects) with the output of a failed build
 */
export async function buildApp(say: (what: string) => void): Promise<void> {
  if (changedAt(join(builtFolder, 'index.html')) > Math.max(...madeOf.map(changedAt))) return;
  say('Building the pages, some seconds …');
  const began = performance.now();
  const ng = join(packageFolder, 'node_modules/@angular/cli/bin/ng.js');
  let output = '';
  const code = await new Promise<number | null>((resolve, reject) => {
    const child = spawn(process.execPath, [ng, 'build'], {
      cwd: appFolder,
      env: { ...process.env, NG_CLI_ANALYTICS: 'false' },
    });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code !== 0) throw new Error(`The pages could not be built:\n${output}`);
  say(`Built in ${((performance.now() - began) / 1000).toFixed(1)} s`);
}

/** When a file, or the latest of a folder, was changed; 0 if there is none. */
function changedAt(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isDirectory()) return stat?.mtimeMs ?? 0;
  return Math.max(...readdirSync(path).map((name) => changedAt(join(path, name))));
}
