import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder } from './sourceFiles.js';

const madeOf = [
  'src',
  'operators',
  'package.json',
  'rollup.config.mjs',
  'tsconfig.json',
  'tsconfig.build.json',
];

/**
 * Builds the package where there is no build, or one older than what it is made of: for what runs
 * on the built package.
 *
 * @param parts - `'code'` leaves out the types
 * @returns whether there is a build now; if not, the compiler has printed why
 */
export function buildIfNeeded(parts: 'code' | 'all'): boolean {
  // A build removes all that was there, and writes the types last.
  const builtAt = changedAt(
    join(packageFolder, parts === 'code' ? 'dist/index.cjs' : 'dist/index.d.cts'),
  );
  if (builtAt >= Math.max(...madeOf.map((name) => changedAt(join(packageFolder, name)))))
    return true;
  const start = performance.now();
  console.log('Building the package, a few seconds …');
  const rollup = [
    'node_modules/rollup/dist/bin/rollup',
    '-c',
    '--silent',
    ...(parts === 'code' ? ['--configCodeOnly'] : []),
  ];
  const { status } = spawnSync(process.execPath, rollup, { cwd: packageFolder, stdio: 'inherit' });
  if (status === 0) console.log(`Built in ${((performance.now() - start) / 1000).toFixed(1)} s`);
  return status === 0;
}

function changedAt(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isDirectory()) return stat?.mtimeMs ?? 0;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => changedAt(join(path, name))));
}
