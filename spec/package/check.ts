import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { judgeSpecs } from '../../tools/package/judgeSpecs.js';
import { runLimited } from '../../tools/package/runLimited.js';
import { packageFolder } from './sourceFiles.js';

// All that a change must pass, one after another: `npm test`. Its last line counts the specs: `N passed, N failed`.

interface Stage {
  readonly name: string;
  /** A script of Node with its arguments. */
  readonly run: readonly string[];
  /** Whether it runs specs, and how many there are at least: fewer would mean that some are not found any more. */
  readonly specs?: number;
  /** Whether it looks at the built package. */
  readonly needsBuild?: true;
}

interface Outcome {
  readonly ok: boolean;
  readonly output: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const bin = (path: string): string => `node_modules/${path}`;
const script = (name: string): string[] => ['--import', 'tsx', `spec/package/${name}.ts`];
const jest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', bin('jest/bin/jest.js'), '--maxWorkers=100%'];
const built = (...projects: string[]): string[] => [...jest, '--selectProjects', ...projects, '-c', 'jest.built.config.mjs'];

const stages: readonly Stage[] = [
  { name: 'types', run: [bin('typescript/bin/tsc'), '--noEmit'] },
  { name: 'types with Angular 20', run: [bin('typescript/bin/tsc'), '--noEmit', '-p', 'spec/angular20'] },
  { name: 'lint', run: [bin('eslint/bin/eslint.js'), '.', '--max-warnings', '0'] },
  { name: 'format', run: [bin('prettier/bin/prettier.cjs'), '--check', '.'] },
  { name: 'unused code (knip)', run: [bin('knip/bin/knip.js'), '--treat-config-hints-as-errors'] },
  { name: 'documentation (typedoc)', run: [bin('typedoc/bin/typedoc')] },
  // `npm ci` has built the package, where it was run just before.
  { name: 'build', run: script('buildIfNeeded') },
  { name: 'specs', run: jest, specs: 1400 },
  { name: 'specs with Angular 20', run: [...jest, '-c', 'spec/angular20/jest.config.mjs'], specs: 65 },
  { name: 'specs over the bundle', run: built('esm', 'cjs'), specs: 2000, needsBuild: true },
  { name: 'specs of the package', run: built('package'), specs: 15, needsBuild: true },
  { name: 'specs in a browser', run: built('browser'), specs: 60, needsBuild: true },
  { name: 'exports (publint)', run: [bin('publint/src/cli.js'), '--strict'], needsBuild: true },
  { name: 'types of the exports (attw)', run: [bin('@arethetypeswrong/cli/dist/index.js'), '--pack', '.'], needsBuild: true },
  { name: 'size', run: script('size'), needsBuild: true },
];

const results = join(packageFolder, '.spec-results');
/** A stage that takes longer hangs: the longest takes two minutes on two cores that do nothing else. Milliseconds. */
const STAGE_LIMIT = 3_600_000;

async function runStage({ run, specs }: Stage): Promise<Outcome> {
  const report = join(results, 'jest.json');
  rmSync(report, { force: true });
  const args = specs === undefined ? run : [...run, '--json', `--outputFile=${report}`];
  const env = { ...process.env, FORCE_COLOR: '0' };
  const ended = await runLimited({ file: process.execPath, args, folder: packageFolder, env, limit: STAGE_LIMIT });
  if (specs === undefined) {
    return { ok: ended.ok, output: [ended.stdout, ended.stderr, ended.broken ?? ''].join('\n'), passed: 0, failed: 0, skipped: 0 };
  }
  const { fault, ...counts } = judgeSpecs(report, specs, ended);
  return { ok: ended.ok && fault === undefined, output: `${ended.stderr}\n${fault ?? ''}`, ...counts };
}

rmSync(results, { recursive: true, force: true });
mkdirSync(results);
let [passed, failed] = [0, 0];
const notPassed: string[] = [];
const begun = performance.now();
for (const stage of stages) {
  const start = performance.now();
  if (stage.needsBuild && notPassed.includes('build')) {
    notPassed.push(stage.name);
    continue;
  }
  process.stdout.write(`${stage.name} … `);
  const sign = setInterval(() => process.stdout.write('· '), 10_000);
  const outcome = await runStage(stage);
  clearInterval(sign);
  passed += outcome.passed;
  failed += outcome.failed;
  const skipped = outcome.skipped > 0 ? `, ${outcome.skipped} skipped` : '';
  const said = stage.specs === undefined ? '' : `, ${outcome.passed} passed, ${outcome.failed} failed${skipped}`;
  console.log(`${outcome.ok ? 'ok' : 'NOT PASSED'} in ${((performance.now() - start) / 1000).toFixed(1)} s${said}`);
  if (!outcome.ok) {
    notPassed.push(stage.name);
    console.log(`\n${outcome.output.trim()}\n`);
  }
  if (outcome.ok && stage.name === 'size') console.log(outcome.output.trimEnd());
}
console.log(`All in ${((performance.now() - begun) / 1000).toFixed(0)} s`);
if (notPassed.length > 0) {
  console.log(`Not passed: ${notPassed.join(', ')}`);
  process.exitCode = 1;
}
const summary = `${passed} passed, ${failed} failed`;
writeFileSync(join(results, 'summary.txt'), `${summary}\n`);
console.log(summary);
