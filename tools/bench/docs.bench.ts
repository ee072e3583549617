/**
 * Writes the tables of docs/PREDICTION.md and draws its pictures, from the replays of `npm run bench`: `npm run bench -- docs`.
 */
import { execFileSync } from 'node:child_process';

const page = 'docs/PREDICTION.md';
process.argv.push('--pictures', 'docs', '--page', page);
await import('./replay.bench.js');
if (process.exitCode === 0)
  execFileSync(process.execPath, ['node_modules/prettier/bin/prettier.cjs', '--write', page], { stdio: 'inherit' });
