import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { judgeSpecs } from './judgeSpecs.js';
import { runLimited } from './runLimited.js';
import { packageFolder } from './sourceFiles.js';
import { chooseSteps, type Step } from './stages.js';

// All that a change must pass, one after another: `npm test`, or the stages that are named. Its
// last line counts the specs: `N passed, N failed`.

interface Outcome {
  readonly ok: boolean;
  readonly output: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const results = join(packageFolder, '.spec-results');
/**
 * A step that takes longer hangs: the longest takes seven minutes on two cores that do nothing else.
 * Milliseconds.
 */
const LIMIT = 3_600_000;

async function runStep({ run, specs, env }: Step, isPart: boolean): Promise<Outcome> {
  const report = join(results, 'jest.json');
  rmSync(report, { force: true });
  const args = specs === undefined ? run : [...run, '--json', `--outputFile=${report}`];
  const ended = await runLimited({
    file: process.execPath,
    args,
    folder: packageFolder,
    env: { ...process.env, FORCE_COLOR: '0', ...env },
    limit: LIMIT,
  });
  if (specs === undefined) {
    return {
      ok: ended.ok,
      output: [ended.stdout, ended.stderr, ended.broken ?? ''].join('\n'),
      passed: 0,
      failed: 0,
      skipped: 0,
    };
  }
  const { fault, ...counts } = judgeSpecs(report, isPart ? 1 : specs, ended);
  return {
    ok: ended.ok && fault === undefined,
    output: `${ended.stderr}\n${fault ?? ''}`,
    ...counts,
  };
}

async function main(): Promise<void> {
  const { steps, isPart } = chooseSteps(process.argv.slice(2));
  rmSync(results, { recursive: true, force: true });
  mkdirSync(results);
  let [passed, failed] = [0, 0];
  const notPassed: string[] = [];
  const begun = performance.now();
  for (const step of steps) {
    const start = performance.now();
    if (step.needsBuild && notPassed.includes('build')) {
      notPassed.push(step.title);
      continue;
    }
    process.stdout.write(`${step.title} … `);
    const sign = setInterval(() => process.stdout.write('· '), 10_000);
    const outcome = await runStep(step, isPart);
    clearInterval(sign);
    passed += outcome.passed;
    failed += outcome.failed;
    const skipped = outcome.skipped > 0 ? `, ${outcome.skipped} skipped` : '';
    const said =
      step.specs === undefined
        ? ''
        : `, ${outcome.passed} passed, ${outcome.failed} failed${skipped}`;
    console.log(
      `${outcome.ok ? 'ok' : 'NOT PASSED'} in ${((performance.now() - start) / 1000).toFixed(1)} s${said}`,
    );
    if (!outcome.ok) {
      notPassed.push(step.title);
      console.log(`\n${outcome.output.trim()}\n`);
    }
    if (outcome.ok && step.stage === 'size') console.log(outcome.output.trimEnd());
  }
  console.log(`All in ${((performance.now() - begun) / 1000).toFixed(0)} s`);
  if (notPassed.length > 0) {
    console.log(`Not passed: ${notPassed.join(', ')}`);
    process.exitCode = 1;
  }
  const summary = `${passed} passed, ${failed} failed`;
  writeFileSync(join(results, 'summary.txt'), `${summary}\n`);
  console.log(summary);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
