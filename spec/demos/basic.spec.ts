import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { NEVER, tap, timer } from 'rxjs';
import { basicExample } from '../../demos/basic/basicExample.js';
import type { Outcome } from '../../demos/basic/compare.js';
import { script } from '../../demos/basic/script.js';
import { runDemo } from '../../demos/shared/runDemo.js';
import { hitRate, loadsPerRequest } from '../../src/index.js';
import { fakeTerminal } from './fakeTerminal.js';
import { boxes, memorySource } from './memorySource.js';
import { passTime, virtualTime } from './virtualTime.js';

const length = 600;
const numbers = Array.from({ length }, (_, i) => i + 1);
const keystrokes = script('person', numbers, 8_000);

/** Runs the example on a file in memory, in virtual time. */
async function run(
  args: readonly string[],
  { text = boxes(length), interruptAt = Infinity, isColoured = false } = {},
) {
  const terminal = fakeTerminal(isColoured);
  const scheduler = virtualTime();
  const source = memorySource('memory.txt', text);
  const outcomes: Outcome[] = [];
  const example$ = basicExample(['--file', 'memory.txt', ...args], terminal, {
    scheduler,
    open: () => source,
  });
  const interrupt$ = interruptAt === Infinity ? NEVER : timer(interruptAt, scheduler);
  const exitCode = await passTime(
    scheduler,
    runDemo(example$.pipe(tap((all) => outcomes.push(...all))), terminal, interrupt$),
  );
  return { exitCode, terminal, outcomes, source, time: scheduler.now() };
}

/** The example without options, which is run once. */
let ran: ReturnType<typeof run> | undefined;
const usual = () => (ran ??= run([]));

/** Hits of a cache that holds the last `room` different keys. */
function hitsOfPlainCache(keys: readonly number[], room: number): number {
  const held: number[] = [];
  let hits = 0;
  for (const key of keys) {
    if (held.includes(key)) hits++;
    else if (held.push(key) > room) held.shift();
  }
  return hits;
}

describe('The basic example', () => {
  it('gives the keys of one person to six caches, and ends within 20 seconds with status 0', async () => {
    const { exitCode, outcomes, time, source } = await usual();
    expect(exitCode).toBe(0);
    expect(outcomes.map(({ name }) => name)).toEqual([
      'no prefetching',
      'distanceDecay',
      'dynamicDistanceDecay',
      'dynamicData',
      'auto',
      'auto, second visit',
    ]);
    for (const { stats } of outcomes) expect(stats.requests).toBe(keystrokes.length);
    expect(time).toBeLessThan(20_000);
    expect(source.isClosed).toBe(true);
  });

  it('has the hits of a plain cache without prefetching', async () => {
    const { outcomes } = await run(['--latency', '0', '--max-keys', '10']);
    const expected = hitsOfPlainCache(
      keystrokes.map(({ frame }) => frame),
      10,
    );
    expect(expected).toBeGreaterThan(0);
    expect(outcomes[0]?.stats).toMatchObject({ hits: expected, prefetches: 0 });
  });

  it('has less than a quarter of the wait with each predictor that knows the jumps, for more loads', async () => {
    const { outcomes } = await usual();
    const [none, ...others] = outcomes.map(({ stats }) => stats);
    expect(others).toHaveLength(5);
    for (const stats of others.slice(0, 3)) {
      expect(hitRate(stats)).toBeGreaterThan(0.8);
      expect(stats.wait.mean).toBeLessThan((none?.wait.mean ?? 0) / 4);
      expect(loadsPerRequest(stats)).toBeGreaterThan(none ? loadsPerRequest(none) : Infinity);
    }
  });

  it('has less than half of the wait with auto, for fewer loads than with the others', async () => {
    const { outcomes } = await usual();
    const [none, first, second, third, auto] = outcomes.map(({ stats }) => stats);
    expect(auto?.wait.mean).toBeLessThan((none?.wait.mean ?? 0) / 2);
    for (const stats of [first, second, third])
      expect(auto && loadsPerRequest(auto)).toBeLessThan(stats ? loadsPerRequest(stats) : 0);
  });

  it('has about the hits of the first visit on the second visit of auto, with the model of another person, for at most 2 loads a request', async () => {
    const { outcomes, terminal } = await run([], { text: boxes(2_000) });
    const [auto, second] = outcomes.slice(-2).map(({ stats }) => stats);
    // One of the 79 requests is 1.3 %, and chance moves several.
    expect(second && hitRate(second)).toBeGreaterThan(auto ? hitRate(auto) - 0.05 : 1);
    expect(second && loadsPerRequest(second)).toBeLessThan(2);
    expect(terminal.printed).toContain(
      'and on its second visit with what it learned from 8 minutes of another person.',
    );
  });

  it('has less than half of the wait on the second visit of the same pattern', async () => {
    const { outcomes, terminal } = await run(['--pattern', 'mixed']);
    const [auto, second] = outcomes.slice(-2).map(({ stats }) => stats);
    expect(second?.wait.mean).toBeLessThan((auto?.wait.mean ?? 0) / 2);
    expect(terminal.printed).toContain(
      'and on its second visit with what it learned from the same keys before.',
    );
  });

  it('has the latency as the wait of each request of a reader that never returns, without prefetching', async () => {
    const { outcomes } = await run(['--pattern', 'sequential', '--latency', '30']);
    expect(outcomes[0]?.stats).toMatchObject({
      requests: 201,
      hits: 0,
      loads: 201,
      wait: { mean: 30 },
    });
  });

  it('prefetches nothing with a concurrency of 0', async () => {
    const { outcomes } = await run(['--concurrency', '0']);
    for (const { stats } of outcomes) expect(stats.prefetches).toBe(0);
  });

  it('prints the number of objects of the first frames', async () => {
    const { terminal } = await usual();
    expect(terminal.printed.filter((line) => line.startsWith('Frame '))).toEqual([
      'Frame 1: 2 objects',
      'Frame 2: 3 objects',
      'Frame 3: 4 objects',
      'Frame 4: 1 object',
      'Frame 5: 2 objects',
    ]);
  });

  it('prints a table and a bar chart of 80 columns, without control characters if colours are off', async () => {
    const { terminal, outcomes } = await usual();
    const rows = terminal.printed
      .filter((line) => line.startsWith('│'))
      .map((line) => line.split('│').map((cell) => cell.trim()));
    expect(rows[0]).toEqual([
      '',
      'predictor',
      'hit rate',
      'mean wait',
      'p95 wait',
      'loads/request',
      '',
    ]);
    expect(rows.slice(1).map((row) => row[2])).toEqual(
      outcomes.map(({ stats }) => `${(100 * hitRate(stats)).toFixed(1)} %`),
    );
    expect(terminal.printed.filter((line) => line.includes('█'))).toHaveLength(6);
    for (const line of terminal.printed) {
      expect(line).not.toContain('\u001b');
      expect(line.length).toBeLessThanOrEqual(80);
    }
  });

  it('prints in colours if they are on', async () => {
    const { terminal } = await run([], { isColoured: true });
    expect(terminal.printed.join('')).toContain('\u001b[');
  });

  it('shows its progress, to the last key', async () => {
    const { terminal } = await usual();
    const [indexing, reading] = terminal.bars;
    expect(indexing).toMatchObject({ label: 'Indexing', isStopped: true });
    expect(indexing?.values.at(-1)).toBe(1);
    expect(reading).toMatchObject({
      label: 'Reading',
      isStopped: true,
      values: keystrokes.map((_key, i) => i + 1),
    });
  });

  it('stops its bar and closes the file when it is interrupted, with status 130', async () => {
    const { exitCode, terminal, outcomes, source, time } = await run([], { interruptAt: 3_000 });
    expect(exitCode).toBe(130);
    expect(outcomes).toEqual([]);
    expect(time).toBe(3_000);
    expect(terminal.bars.every(({ isStopped }) => isStopped)).toBe(true);
    expect(source.isClosed).toBe(true);
  });

  it.each([
    [
      'a table of words',
      'name,age\nAda,36\n',
      'line 1: expected column 1 (frame) to be a whole number, got "name"',
    ],
    ['a table of few numbers', '1,2\n3,4\n', 'line 1: expected 7 to 10 columns, got 2'],
    ['an empty file', '', 'it is empty'],
  ])('prints one line if %s is no tracking file', async (_what, text, reason) => {
    const { exitCode, terminal, source } = await run([], { text });
    expect(exitCode).toBe(1);
    expect(terminal.complaints).toEqual([
      `error: \`memory.txt\` is no Multiple Object Tracking file: ${reason}`,
    ]);
    expect(source.isClosed).toBe(true);
  });

  it('reads a file with a header and some malformed lines', async () => {
    const { exitCode, terminal } = await run(['--pattern', 'sequential'], {
      text: `frame,id\n1,oops\n${boxes(8)}`,
    });
    expect(exitCode).toBe(0);
    expect(terminal.printed).toContain('Frame 1: 2 objects');
  });

  it('prints one line if a file is missing', async () => {
    const terminal = fakeTerminal();
    const path = join(tmpdir(), 'there', 'is', 'no.txt');
    expect(await runDemo(basicExample(['--file', path], terminal), terminal, NEVER)).toBe(1);
    expect(terminal.complaints).toEqual([`error: There is no \`${path}\``]);
    expect(terminal.printed).toEqual([]);
  });

  it.each([
    [
      '--latency',
      'soon',
      "'-l, --latency <ms>' argument 'soon' is invalid. Expected an integer from 0 to 2,000.",
    ],
    [
      '--latency',
      '-1',
      "'-l, --latency <ms>' argument '-1' is invalid. Expected an integer from 0 to 2,000.",
    ],
    [
      '--concurrency',
      '1.5',
      "'-c, --concurrency <n>' argument '1.5' is invalid. Expected an integer from 0 to 1,000.",
    ],
    [
      '--max-keys',
      '0',
      "'-m, --max-keys <n>' argument '0' is invalid. Expected an integer from 1 to 1,000,000.",
    ],
    [
      '--max-keys',
      '',
      "'-m, --max-keys <n>' argument '' is invalid. Expected an integer from 1 to 1,000,000.",
    ],
    [
      '--pattern',
      'zigzag',
      "'-p, --pattern <name>' argument 'zigzag' is invalid. Allowed choices are person, sequential, random, jumps, mixed.",
    ],
  ])('refuses %s %s in one line', async (option, value, message) => {
    const { exitCode, terminal } = await run([option, value]);
    expect(exitCode).toBe(1);
    expect(terminal.complaints).toEqual([`error: option ${message}`]);
  });

  it('prints its options with --help, and ends with status 0', async () => {
    const { exitCode, terminal } = await run(['--help']);
    expect(exitCode).toBe(0);
    expect(terminal.complaints).toEqual([]);
    for (const option of ['--file', '--pattern', '--latency', '--concurrency', '--max-keys'])
      expect(terminal.printed.join('\n')).toContain(option);
  });
});
