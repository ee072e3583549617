import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { lastValueFrom } from 'rxjs';
import { measureTrained } from '../../../tools/bench/trained/measureTrained.js';
import { partsOf, trainAndRead } from '../../../tools/bench/trained/trainAndRead.js';
import { nameOf } from '../../../tools/bench/replay/patterns/nameOf.js';
import { fakeTerminal } from '../../demos/fakeTerminal.js';

const setting = { load: 100, think: 40, capacity: 20, slots: 4, canAbort: true, isShared: false };
const paces = { name: 'any', load: 100, think: 40 };
/** Readers of a book of 90 pages, who read one of its chapters each. */
const sessions = Array.from({ length: 100 }, (_, i) =>
  Array.from({ length: 9 }, (_, page) => `${nameOf(((i >> 1) * 7) % 10)}/${nameOf(page)}`),
);
const starts = sessions.map((_keys, i) => 9 * i);

describe('A model of other sessions', () => {
  it('is learned from every second session, or from the first half where there are fewer than four', () => {
    const keys = [1, 2, 3, 4, 5, 6];
    expect(partsOf({ ...paces, keys, starts: [0, 1, 3, 5] })).toEqual({
      before: { keys: [1, 4, 5], starts: [0, 1] },
      after: { keys: [2, 3, 6], starts: [0, 2] },
      hasSessions: true,
    });
    const halves = {
      before: { keys: [1, 2, 3], starts: [0] },
      after: { keys: [4, 5, 6], starts: [0] },
      hasSessions: false,
    };
    expect(partsOf({ ...paces, keys, starts: [0, 2, 4] })).toEqual(halves);
    expect(partsOf({ ...paces, keys })).toEqual(halves);
  });

  it('serves the first requests of visitors who have a cache each', async () => {
    const trace = { ...paces, keys: sessions.flat(), starts };
    const { learned, read, sessions: count, together, apart } = await trainAndRead(trace, setting);
    expect([learned, read, count]).toEqual([450, 450, 50]);
    expect(together.trained.wait).toBeLessThan(together.fresh.wait);
    expect(apart?.fresh.wait).toBe(100);
    expect(apart?.trained.wait).toBeLessThan(60);
  });

  it('is measured for each trace of a folder', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'trained-'));
    const text = sessions.map((keys) => keys.join('\n')).join('\n\n');
    await writeFile(join(folder, 'web_book.txt.gz'), gzipSync(text));
    const terminal = fakeTerminal();
    await lastValueFrom(measureTrained(['--traces', folder], terminal));
    await rm(folder, { recursive: true });
    const rows = terminal.printed
      .join('\n')
      .split('\n')
      .filter((line) => line.startsWith('│'));
    expect(rows.map((row) => row.split('│')[1]?.trim())).toEqual(['trace', 'web_book', 'mean']);
    expect(rows[1]).toContain('450 in 50');
  });
});
