import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { NEVER } from 'rxjs';
import { runDemo } from '../../../demos/shared/runDemo.js';
import { fakeTerminal } from '../../demos/fakeTerminal.js';
import { benchmark } from '../../../tools/bench/replay/benchmark.js';
import { contenders } from '../../../tools/bench/replay/contenders.js';
import type { Result } from '../../../tools/bench/replay/runs.js';
import type { Yesterday } from '../../../tools/bench/replay/yesterday.js';

interface Figures {
  readonly options: object;
  readonly results: readonly Result[];
  readonly yesterdays: readonly Yesterday[];
}

async function run(...args: string[]) {
  const terminal = fakeTerminal();
  const exitCode = await runDemo(benchmark(args, terminal), terminal, NEVER);
  const rows = terminal.printed
    .filter((line) => line.startsWith('│'))
    .map((line) => line.split('│').map((cell) => cell.trim()));
  return { exitCode, terminal, rows };
}

describe('The bench', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bench-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('runs each contender on each trace, shows its progress, prints three tables and writes the results', async () => {
    const json = join(folder, 'figures.json');
    const { exitCode, terminal, rows } = await run(
      '--limit',
      '60',
      '--only',
      'scrub,zipf',
      '--json',
      json,
    );
    expect([exitCode, terminal.complaints]).toEqual([0, []]);
    const byTrace = rows.filter((row) => row[1] === 'scrub' || row[1] === 'zipf').slice(0, 2);
    expect(byTrace.map((row) => row.length)).toEqual([rows[0]?.length, rows[0]?.length]);
    expect(rows.map((row) => row[1])).toEqual(
      expect.arrayContaining(contenders.map(({ name }) => name)),
    );
    expect(terminal.bars).toMatchObject([
      { label: 'Replaying', isStopped: true },
      { label: 'Remembering', isStopped: true },
    ]);

    const { options, results, yesterdays } = JSON.parse(await readFile(json, 'utf8')) as Figures;
    expect(yesterdays).toMatchObject([
      { trace: 'scrub', whole: { fresh: { requests: 30 }, restored: { requests: 30 } } },
      { trace: 'zipf', whole: { fresh: { requests: 30 }, restored: { requests: 30 } } },
    ]);
    expect(rows.map((row) => row[1])).toContain('mean');
    expect(options).toMatchObject({
      limit: 60,
      seed: 1,
      slots: 6,
      capacity: 5,
      abort: true,
      bandwidth: false,
    });
    expect(new Set(results.map(({ trace, name }) => `${trace} ${name}`)).size).toBe(
      2 * contenders.length,
    );
    for (const { requests, wait, p95, loads } of results) {
      expect(requests).toBe(60);
      for (const figure of [wait, p95, loads]) expect(figure).toBeGreaterThanOrEqual(0);
    }
  });

  it('sweeps the setting of each contender, and shows the best value if there is no usual one', async () => {
    const json = join(folder, 'figures.json');
    const { rows } = await run(
      '--limit',
      '300',
      '--only',
      'strides',
      '--systems',
      'next-N,graph',
      '--sweep',
      '--json',
      json,
    );
    const { results } = JSON.parse(await readFile(json, 'utf8')) as { results: Result[] };
    const of = (name: string) => results.filter((result) => result.name === name);
    expect(of('graph').map(({ value }) => value)).toEqual([0.05, 0.1, 0.2, 0.4, 0.7]);
    expect(of('next-N').map(({ value }) => value)).toEqual([1, 2, 4, 8, 16]);
    const best = Math.min(...of('next-N').map(({ wait }) => wait));
    expect(rows.find((row) => row[1] === 'strides')?.[2]).toBe(best.toFixed(1));
    expect(rows.map((row) => row[1])).not.toContain('mean');
  });

  it('states when loads share a bandwidth and cannot be aborted', async () => {
    const { terminal, exitCode } = await run(
      '--limit',
      '40',
      '--only',
      'loop',
      '--systems',
      'LRU',
      '--bandwidth',
      '--no-abort',
    );
    expect(exitCode).toBe(0);
    expect(terminal.printed.join('\n')).toContain(
      'share a bandwidth, and run on when nobody wants them',
    );
  });

  it('finds the settings in which a system makes a reader wait longer than without prefetching', async () => {
    const json = join(folder, 'harm.json');
    const { exitCode, terminal, rows } = await run(
      '--harm',
      '--limit',
      '100',
      '--only',
      'random',
      '--systems',
      'distanceDecay',
      '--json',
      json,
    );
    expect(exitCode).toBe(0);
    const over = Number(
      /^135 settings, of which (\d+) with a wait more than 2\.0 % above/.exec(
        terminal.printed[0] ?? '',
      )?.[1],
    );
    expect(over).toBeGreaterThan(0);
    expect(rows.slice(1)).toHaveLength(over);
    const shares = rows.slice(1).map((row) => Number.parseFloat(row[1] ?? ''));
    expect(shares).toEqual([...shares].sort((a, b) => b - a));
    expect(Math.min(...shares)).toBeGreaterThanOrEqual(2);
    const { results } = JSON.parse(await readFile(json, 'utf8')) as {
      results: { wait: number; without: number; share: number }[];
    };
    expect(results).toHaveLength(135);
    expect(results.filter(({ wait, without }) => wait > 1.02 * without)).toHaveLength(over);
  });

  it('rejects unknown arguments, in one line', async () => {
    for (const [args, complaint] of [
      [
        ['--systems', 'LRU,lur'],
        /^error: Expected `--systems` to be of LRU, SIEVE, .*, got `lur`$/,
      ],
      [['--only', 'nothing'], /^error: Expected `--only` to be of scrub, .*, got `nothing`$/],
      [
        ['--harm', '--slots', '4'],
        /^error: option '--harm' cannot be used with option '--slots <n>'$/,
      ],
      [
        ['--slots', '0'],
        /^error: option '--slots <n>' argument '0' is invalid\. Expected an integer from 1 to 1,000\.$/,
      ],
    ] as const) {
      const { exitCode, terminal } = await run(...args);
      expect([exitCode, terminal.complaints.length]).toEqual([1, 1]);
      expect(terminal.complaints[0]).toMatch(complaint);
    }
  });
});
