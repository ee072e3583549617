import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { judgeSpecs } from '../../tools/package/judgeSpecs.js';
import { runLimited, type Ended } from '../../tools/package/runLimited.js';
import { chooseSteps, steps } from '../../tools/package/stages.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stages-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('A stage of `npm test`', () => {
  const run = (code: string, limit = 600_000): Promise<Ended> =>
    runLimited({ file: process.execPath, args: ['--eval', code], folder, limit });

  it('ends as its program does, with the output of the program', async () => {
    expect(await run(`console.log('out'); console.error('err')`)).toEqual({
      ok: true,
      stdout: 'out\n',
      stderr: 'err\n',
      broken: undefined,
    });
    expect(await run('process.exit(3)')).toEqual({
      ok: false,
      stdout: '',
      stderr: '',
      broken: undefined,
    });
  });

  it('is stopped if it hangs, and the limit is named', async () => {
    expect(await run('setInterval(() => {}, 1000)', 20)).toMatchObject({
      ok: false,
      broken: 'Stopped at its limit of 0.02 s',
    });
  });

  it('stops the programs that its program started, too', async () => {
    // The pipe of the grandchild would stay open, and the stage would not end.
    const grandchild = `require('node:child_process').spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' })`;
    expect(await run(grandchild, 2000)).toMatchObject({
      ok: false,
      broken: 'Stopped at its limit of 2 s',
    });
  });

  it('reports that it was killed or could not be started', async () => {
    expect(await run(`process.kill(process.pid, 'SIGKILL')`)).toMatchObject({
      ok: false,
      broken: 'Killed by SIGKILL',
    });
    const absent = await runLimited({
      file: join(folder, 'absent'),
      args: [],
      folder,
      limit: 600_000,
    });
    expect(absent).toMatchObject({ ok: false, broken: expect.stringContaining('ENOENT') });
  });
});

describe('The specs of a stage', () => {
  const report = (counts: object): string => {
    const path = join(folder, 'report.json');
    writeFileSync(path, JSON.stringify(counts));
    return path;
  };
  const ended = { broken: undefined };

  it('are counted from the report of jest, and a file that cannot run counts as a failure', () => {
    const path = report({
      numPassedTests: 5,
      numFailedTests: 2,
      numPendingTests: 1,
      numRuntimeErrorTestSuites: 1,
    });
    expect(judgeSpecs(path, 9, ended)).toEqual({
      passed: 5,
      failed: 3,
      skipped: 1,
      fault: undefined,
    });
  });

  it('are a fault if there are too few', () => {
    const path = report({ numPassedTests: 5 });
    expect(judgeSpecs(path, 6, ended).fault).toBe('Only 5 specs were found; there are at least 6.');
  });

  it('are not reported as missing if the stage was stopped at its limit', () => {
    const stopped = judgeSpecs(join(folder, 'none.json'), 6, {
      broken: 'Stopped at its limit of 3600 s',
    });
    expect(stopped).toEqual({
      passed: 0,
      failed: 1,
      skipped: 0,
      fault: 'Stopped at its limit of 3600 s: its specs are not counted.',
    });
  });

  it('without a report are one failure, with the reason', () => {
    const { failed, fault } = judgeSpecs(join(folder, 'none.json'), 6, ended);
    expect([failed, fault]).toEqual([
      1,
      expect.stringMatching(/^The specs wrote no report: Error: ENOENT/),
    ]);
  });
});

describe('The stages of `npm test`', () => {
  const titles = (...args: string[]): string[] => chooseSteps(args).steps.map(({ title }) => title);

  it('are all except the long properties by default', () => {
    expect(titles()).toEqual(
      steps.map(({ title }) => title).filter((title) => title !== 'properties, many runs'),
    );
    expect(chooseSteps([]).isPart).toBe(false);
  });

  it('are the named ones, with all their programs', () => {
    expect(titles('lint', 'types')).toEqual(['types', 'types with Angular 20', 'lint']);
    expect(titles('long')).toEqual(['properties, many runs']);
  });

  it('build the package first if they need it', () => {
    expect(titles('size')).toEqual(['build', 'size']);
    expect(titles('build', 'size')).toEqual(['build', 'size']);
  });

  it('pass arguments to their program', () => {
    const { steps: chosen, isPart } = chooseSteps(['browser', 'tiles', '-t', 'zoom']);
    expect(chosen.at(-1)?.run.slice(-3)).toEqual(['tiles', '-t', 'zoom']);
    expect(chosen[0]?.run).toEqual(steps.find(({ title }) => title === 'build')?.run);
    expect(isPart).toBe(true);
  });

  it('must exist, and have a single program to take arguments', () => {
    expect(() => titles('typed')).toThrow(
      /^Expected a stage, one of types, lint, .*, got `typed`$/,
    );
    expect(() => titles('types', '--watch')).toThrow(
      'Expected a stage of one program before arguments, got `types --watch`: types has 2',
    );
  });
});
