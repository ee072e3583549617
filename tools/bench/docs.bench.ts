/**
 * Writes the tables of docs/prediction.md and draws its pictures, from the replays of `npm run
 * bench`: `npm run bench -- docs`.
 */
import { execFileSync } from 'node:child_process';

const page = 'docs/prediction.md';
process.argv.push('--pictures', 'docs', '--page', page);
await import('./replay.bench.js');
if (process.exitCode === 0)
  execFileSync(process.execPath, ['node_modules/prettier/bin/prettier.cjs', '--write', page], {
    stdio: 'inherit',
  });
