import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder } from './sourceFiles.js';

// Builds the package where there is no build, or one older than what it is made of: for what runs on the built package. `code` leaves out the types.

const madeOf = ['src', 'operators', 'package.json', 'rollup.config.mjs', 'tsconfig.json', 'tsconfig.build.json'];
const isCodeEnough = process.argv.includes('code');

function changedAt(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isDirectory()) return stat?.mtimeMs ?? 0;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => changedAt(join(path, name))));
}

// A build removes all that was there, and writes the types last.
const builtAt = changedAt(join(packageFolder, isCodeEnough ? 'dist/index.cjs' : 'dist/index.d.cts'));
if (builtAt < Math.max(...madeOf.map((name) => changedAt(join(packageFolder, name))))) {
  const start = performance.now();
  console.log('Building the package, a few seconds …');
  const rollup = ['node_modules/rollup/dist/bin/rollup', '-c', '--silent', ...(isCodeEnough ? ['--configCodeOnly'] : [])];
  const { status } = spawnSync(process.execPath, rollup, { cwd: packageFolder, stdio: 'inherit' });
  if (status === 0) console.log(`Built in ${((performance.now() - start) / 1000).toFixed(1)} s`);
  process.exitCode = status ?? 1;
}
