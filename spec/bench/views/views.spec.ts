import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { lastValueFrom } from 'rxjs';
import type { Terminal } from '../../../demos/shared/terminal.js';
import { measureViews } from '../../../tools/bench/views/measureViews.js';
import { generateViews } from '../../../tools/bench/views/patterns/viewPatterns.js';
import { readViews } from '../../../tools/bench/views/readViews.js';
import { replayViews, type ViewSystem } from '../../../tools/bench/views/replayViews.js';
import { oneByOne } from '../../../tools/bench/views/systems/oneByOne.js';
import { switched } from '../../../tools/bench/views/systems/switched.js';
import { viewing } from '../../../tools/bench/views/systems/viewing.js';
import type { ViewTrace } from '../../../tools/bench/views/trace.js';

const setting = { load: 100, think: 0, capacity: 20, slots: 2, canAbort: true, isShared: false };
const traceOf = (stay: number, ...views: number[][]): ViewTrace => ({
  name: 'any',
  load: 100,
  views: views.map((keys) => ({ keys, stay })),
});
const none = () => () => [];

describe.each<[name: string, system: ViewSystem]>([
  ['A get for each key', switched(none)],
  ['The keys one by one', oneByOne(none)],
  ['cache.view', viewing(none)],
])('%s', (_name, system) => {
  it('waits for the keys that are not resident', async () => {
    const trace = traceOf(150, [1, 2], [2, 3], [1, 2], [2, 4]);
    expect(await replayViews(system, trace, { ...setting, capacity: 3 })).toMatchObject({
      views: 4,
      wait: 75,
      ready: 0.25,
      never: 0,
      loads: 1,
      stopped: 0,
    });
  });
});

describe('A replay of views', () => {
  it('aborts and restarts what stays with `get`, and nothing that stays with cache.view', async () => {
    const trace = traceOf(60, [1, 2, 3], [2, 3, 4], [3, 4, 5]);
    const got = await replayViews(switched(none), trace, setting);
    expect([got.never, got.loads * 3, got.stopped * 3]).toEqual([1, 9, 6]);
    const viewed = await replayViews(viewing(none), trace, setting);
    expect([viewed.loads * 3, viewed.stopped * 3]).toEqual([5, 1]);
  });

  it('waits for the time that a view is shown if it never is complete', async () => {
    const trace = traceOf(60, [1], [2], [2], [2]);
    const { wait, never, ready } = await replayViews(viewing(none), trace, setting);
    expect([wait, never, ready]).toEqual([(60 + 60 + 40 + 0) / 4, 0.5, 0.25]);
  });

  it('fails if an item is not one of the view', async () => {
    const wrong: ViewSystem = () => ({
      show: (_keys, complete) => complete([{ key: 7 }]),
      close: () => undefined,
    });
    await expect(replayViews(wrong, traceOf(10, [1]), setting)).rejects.toThrow(
      'Expected the items of 1, got those of 7',
    );
  });
});

describe('The patterns of views', () => {
  it('are the same for the same seed, and others for another', () => {
    expect(generateViews(50, 3)).toEqual(generateViews(50, 3));
    for (const [i, { views }] of generateViews(50, 3).entries())
      expect(views).not.toEqual(generateViews(50, 4)[i]?.views);
  });

  it('have views of distinct keys, each shown for a time', () => {
    for (const { views } of generateViews(300, 1))
      for (const { keys, stay } of views) {
        expect(new Set(keys).size).toBe(keys.length);
        expect(stay).toBeGreaterThan(0);
      }
  });
});

describe('Recorded traces of views', () => {
  it('have a view for each burst, shown until the next one', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'views-'));
    const write = (name: string, text: string) => writeFile(join(folder, name), gzipSync(text));
    try {
      await write('map_a.txt.gz', 'a\t1000\nb\t1020\nc\t1300\nd\t1310\na\t1310\n\ne\t20\nf\t30\n');
      await write('map_single.txt.gz', '1/1/1\t0\n1/1/2\t500\n');
      await write('web_b.txt.gz', 'a\t0\nb\t0\n');
      expect(readViews(folder, 10)).toEqual([
        {
          name: 'map_a',
          load: 200,
          views: [
            { keys: ['a', 'b'], stay: 300 },
            { keys: ['c', 'd', 'a'], stay: 5000 },
            { keys: ['e', 'f'], stay: 5000 },
          ],
        },
      ]);
      await rm(join(folder, 'map_a.txt.gz'));
      expect(() => readViews(folder, 10)).toThrow('to have traces of views with times');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('npm run bench -- views', () => {
  it('prints each system on each trace', async () => {
    const printed: string[] = [];
    const terminal: Terminal = {
      isColoured: false,
      print: (line = '') => void printed.push(line),
      complain: (line) => void printed.push(line),
      startBar: () => ({ update: () => undefined, stop: () => undefined }),
    };
    const args = ['--limit', '20', '--only', 'pan,list', '--systems', 'get,view'];
    await lastValueFrom(measureViews(args, terminal), { defaultValue: undefined });
    const text = printed.join('\n');
    for (const name of ['pan', 'list', 'get', 'view']) expect(text).toMatch(name);
    expect(text).not.toMatch('zoom');
    expect(text).toMatch('Means of 2 traces');
  });
});
