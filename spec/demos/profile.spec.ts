import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { from, NEVER, tap } from 'rxjs';
import { measurePattern, type PatternFigures } from '../../demos/profile/measurePattern.js';
import { profile, type ProfileContext } from '../../demos/profile/profile.js';
import { openMot } from '../../demos/shared/openMot.js';
import { runDemo } from '../../demos/shared/runDemo.js';
import { fakeTerminal } from './fakeTerminal.js';
import { boxes, memorySource } from './memorySource.js';

/** Runs the profiler on a file in memory, with few requests. */
async function run(args: readonly string[], given: ProfileContext = { requests: 40 }) {
  const terminal = fakeTerminal();
  const source = memorySource('memory.txt', boxes(300));
  const context = { budget: 0, pause: 0, open: () => source, ...given };
  const exitCode = await runDemo(
    profile(['--file', 'memory.txt', ...args], terminal, context),
    terminal,
    NEVER,
  );
  const rows = terminal.printed
    .filter((line) => line.startsWith('│'))
    .map((line) => line.split('│').map((cell) => cell.trim()));
  return { exitCode, terminal, source, rows, firstCells: rows.map((row) => row[1]) };
}

describe('The profiler', () => {
  it('times all patterns, the parts and the memory, and ends with status 0', async () => {
    const { exitCode, terminal, source, firstCells } = await run([]);
    expect(exitCode).toBe(0);
    expect(terminal.complaints).toEqual([]);
    expect(
      terminal.printed.filter((line) => line.startsWith('Patterns: 40 requests each')),
    ).toHaveLength(2);
    expect(firstCells).toEqual([
      ...['pattern', 'sequential', 'random', 'jumps', 'mixed'],
      ...['pattern', 'sequential', 'random', 'jumps', 'mixed'],
      ...[
        'part',
        'provider',
        ...Array<string>(6).fill('predictor'),
        ...Array<string>(4).fill('cache'),
      ],
      ...['what', 'index of the file', 'a cache of 100 frames', 'heap in use', 'the process'],
    ]);
    expect(source.isClosed).toBe(true);
  });

  it('times one pattern, by default with 1,000 requests', async () => {
    const { terminal, firstCells } = await run(['sequential'], {});
    expect(terminal.printed).toContain('Patterns: 1,000 requests each, without a pause');
    expect(firstCells.slice(0, 4)).toEqual(['pattern', 'sequential', 'pattern', 'sequential']);
  });

  it('fits 100 columns, without control characters if colours are off', async () => {
    const { terminal } = await run(['sequential']);
    for (const line of terminal.printed) {
      expect(line).not.toContain('\u001b');
      expect(line.length).toBeLessThanOrEqual(100);
    }
  });

  it('refuses an unknown pattern in one line', async () => {
    const { exitCode, terminal } = await run(['zigzag']);
    expect(exitCode).toBe(1);
    expect(terminal.complaints).toEqual([
      "error: command-argument value 'zigzag' is invalid for argument 'pattern'. Allowed choices are sequential, random, jumps, mixed, all.",
    ]);
  });

  it('prints its arguments with --help, and ends with status 0', async () => {
    const { exitCode, terminal } = await run(['--help']);
    expect(exitCode).toBe(0);
    expect(terminal.printed.join('\n')).toMatch(
      /\[options\] \[pattern\][\s\S]*--file[\s\S]*--detailed/,
    );
  });

  it('prints one line if a file is missing', async () => {
    const terminal = fakeTerminal();
    const path = join(tmpdir(), 'there', 'is', 'no.txt');
    expect(await runDemo(profile(['--file', path], terminal), terminal, NEVER)).toBe(1);
    expect(terminal.complaints).toEqual([`error: There is no \`${path}\``]);
  });
});

describe('The detailed profiler', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'profile-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('writes a .cpuprofile, and names up to 15 functions by their own and by cumulative time', async () => {
    const { exitCode, terminal, rows } = await run(['jumps', '--detailed'], {
      requests: 40,
      folder,
    });
    expect(exitCode).toBe(0);
    expect(await readdir(folder)).toEqual(['profile-jumps.cpuprofile']);
    const written: unknown = JSON.parse(
      await readFile(join(folder, 'profile-jumps.cpuprofile'), 'utf8'),
    );
    expect(written).toHaveProperty('nodes');
    const titles = terminal.printed.filter((line) => line.startsWith('The 15 functions'));
    expect(titles.map((line) => line.split(' ')[6])).toEqual(['self', 'cumulative']);
    const heads = rows.flatMap((row, i) => (row[1] === 'function' ? [i] : []));
    expect(heads).toHaveLength(2);
    expect((heads[1] ?? 0) - (heads[0] ?? 0) - 1).toBeLessThanOrEqual(15);
  });
});

describe('A measured pattern', () => {
  it('counts each request once, and has the stats of the cache', async () => {
    const terminal = fakeTerminal();
    const source = memorySource('memory.txt', boxes(50));
    const figures: PatternFigures[] = [];
    const read$ = openMot(source, terminal, (file) =>
      from(measurePattern('sequential', 120, 0, file)),
    );
    await runDemo(read$.pipe(tap((of) => figures.push(of))), terminal, NEVER);
    expect(figures).toMatchObject([
      { name: 'sequential', requests: 120, pause: 0, stats: { requests: 120 } },
    ]);
    // 50 frames fit a cache of 100: each is loaded once.
    expect(figures.map(({ stats }) => stats.loads + stats.prefetches)).toEqual([50]);
  });
});
