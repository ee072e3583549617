import { describe, expect, it } from '@jest/globals';
import { lastValueFrom } from 'rxjs';
import { measureShared } from '../../../tools/bench/shared/measureShared.js';
import { partsOf, replayProcesses } from '../../../tools/bench/shared/replayProcesses.js';
import { nameOf } from '../../../tools/bench/replay/patterns/nameOf.js';
import { fakeTerminal } from '../../demos/fakeTerminal.js';

const setting = { load: 100, think: 40, capacity: 20, slots: 4, canAbort: true, isShared: false };
/** Readers of a book of 90 pages, who read one of its chapters each. */
const sessions = Array.from({ length: 40 }, (_, i) =>
  Array.from({ length: 9 }, (_, page) => `${nameOf((i * 7) % 10)}/${nameOf(page)}`),
);
const trace = {
  name: 'book',
  load: 100,
  think: 40,
  keys: sessions.flat(),
  starts: sessions.map((_keys, i) => 9 * i),
};

describe('Processes that share what they learn', () => {
  it('have every n-th session each, or a part of a trace without sessions', () => {
    const keys = [1, 2, 3, 4, 5];
    const paces = { name: 'any', load: 1, think: 1 };
    expect(partsOf({ ...paces, keys, starts: [0, 1, 3, 4] }, 2)).toEqual([
      { keys: [1, 4], starts: [0, 1] },
      { keys: [2, 3, 5], starts: [0, 2] },
    ]);
    expect(partsOf({ ...paces, keys }, 2)).toEqual([
      { keys: [1, 2, 3], starts: [0] },
      { keys: [4, 5], starts: [0] },
    ]);
  });

  it('wait less than processes that learn alone', async () => {
    const parts = partsOf(trace, 4);
    const alone = await replayProcesses(parts, setting, undefined);
    const sharing = await replayProcesses(parts, setting, { every: 500 });
    expect(alone.requests).toBe(360);
    expect(sharing.requests).toBe(360);
    expect(sharing.wait).toBeLessThan(0.9 * alone.wait);
  });

  it('are measured for each generated trace', async () => {
    const terminal = fakeTerminal();
    await lastValueFrom(measureShared(['--limit', '300', '--only', 'loop,web'], terminal)); // prettier-ignore
    const rows = terminal.printed.join('\n').split('\n').filter((line) => line.startsWith('│')); // prettier-ignore
    expect(rows.map((row) => row.split('│')[1]?.trim()).at(-1)).toBe('mean');
    expect(rows).toHaveLength(4);
  });
});
