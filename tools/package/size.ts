import { readFileSync, writeFileSync } from 'node:fs';
import { entries } from './entries.js';
import { importCost, type ImportCost } from './importCost.js';
import { publicNames } from './publicNames.js';
import { readModule } from './readModule.js';
import { sourceFiles } from './sourceFiles.js';

// Prints what each import costs a page, and fails where one costs more than it may or than it did.
// `--update` holds what is measured now.

/**
 * The operator with the cheapest predictor: what most users ship. Bytes: `most` holds what has been
 * reached on the way to `aim`.
 */
const budget = {
  line: `{ prefetchCache, distanceDecay } from 'rxjs-prefetch-cache'`,
  most: 20_500,
  aim: 10_120,
};
/** The operator that learns by itself. */
const auto = {
  line: `{ prefetchCache, auto } from 'rxjs-prefetch-cache'`,
  most: 42_000,
  aim: 20_800,
};
const golden = new URL('../../spec/package/golden/sizes.json', import.meta.url);
/** How much an import may grow before somebody has to look. */
const allowed = (held: number): number => Math.floor(held * 1.05) + 32;

const modules = new Map(
  Array.from(
    sourceFiles('src', 'operators'),
    ([path, text]) => [path, readModule(path, text)] as const,
  ),
);
const lines = [budget.line, auto.line];
for (const { path, source } of entries) {
  const from = `from 'rxjs-prefetch-cache${path.slice(1)}'`;
  lines.push(`* ${from}`);
  // What is exported twice is measured once.
  if (path === './operators') continue;
  for (const [name, { isTypeOnly }] of publicNames(modules, source))
    if (!isTypeOnly) lines.push(`{ ${name} } ${from}`);
}

const held = JSON.parse(readFileSync(golden, 'utf8')) as Readonly<Record<string, ImportCost>>;
const measured: Record<string, ImportCost> = {};
const faults: string[] = [];
const kilobytes = (bytes: number): string =>
  (bytes === 0 ? '' : (bytes / 1000).toFixed(2)).padStart(8);

console.log('kB, minified and gzipped, without rxjs and Angular\n     own   immer  import');
for (const line of lines) {
  const { own, immer } = (measured[line] = await importCost(`export ${line}`));
  console.log(`${kilobytes(own)}${kilobytes(immer)}  ${line}`);
  const before = held[line];
  if (before && (own > allowed(before.own) || immer > allowed(before.immer))) {
    faults.push(`${line} costs ${own} + ${immer} bytes, and cost ${before.own} + ${before.immer}`);
  }
  if (!before) faults.push(`${line} is not held yet`);
}
if (process.argv.includes('--update')) {
  writeFileSync(golden, `${JSON.stringify(measured, undefined, 2)}\n`);
  faults.length = 0;
}
console.log('    0.00          a bare import of each entry, unless said below\n');
const { own } = measured[budget.line] ?? { own: Infinity };
console.log(`${budget.line}: ${own} bytes, limit ${budget.most}, aim ${budget.aim}`);
if (own > budget.most)
  faults.push(`${budget.line} costs ${own} bytes, and may cost ${budget.most}`);
const autoCost = measured[auto.line]?.own ?? Infinity;
console.log(`${auto.line}: ${autoCost} bytes, limit ${auto.most}, aim ${auto.aim}`);
if (autoCost > auto.most)
  faults.push(`${auto.line} costs ${autoCost} bytes, and may cost ${auto.most}`);
for (const { path } of entries) {
  const { own, immer } = await importCost(`import 'rxjs-prefetch-cache${path.slice(1)}'`);
  if (own + immer > 0) faults.push(`A bare import of ${path} leaves ${own + immer} bytes`);
}
for (const fault of faults) console.error(fault);
if (faults.length > 0) {
  console.error('Where more is wanted, hold it: npm test -- size --update');
  process.exitCode = 1;
}
