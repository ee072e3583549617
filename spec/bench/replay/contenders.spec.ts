import { describe, expect, it } from '@jest/globals';
import { contenders } from '../../../tools/bench/replay/contenders.js';
import { generateTraces } from '../../../tools/bench/replay/generateTraces.js';
import { replay } from '../../../src/replay/replay.js';
import type { Setting } from '../../../src/replay/types.js';

const traces = generateTraces(150, 5).filter(({ name }) =>
  ['phases', 'web', 'zipf'].includes(name),
);
const settings: Record<string, Setting> = {
  'loads side by side': {
    load: 100,
    think: 40,
    capacity: 20,
    slots: 4,
    canAbort: true,
    isShared: false,
  },
  'a shared bandwidth and loads that run on': {
    load: 100,
    think: 40,
    capacity: 20,
    slots: 4,
    canAbort: false,
    isShared: true,
  },
  'a place for two items': {
    load: 100,
    think: 0,
    capacity: 2,
    slots: 2,
    canAbort: true,
    isShared: false,
  },
};

describe.each(contenders)('$name', ({ values, usual, system }) => {
  it.each(Object.entries(settings))(
    'delivers the item of each request, with %s',
    async (_name, setting) => {
      for (const { keys } of traces) {
        // The replay fails if an item is not the requested one, or is delivered twice or never.
        const { requests, wait, p95, loads } = await replay(
          system(usual ?? values[0] ?? 0),
          keys,
          setting,
        );
        expect(requests).toBe(keys.length);
        expect(wait).toBeGreaterThan(0);
        expect(p95).toBeGreaterThanOrEqual(0);
        expect(loads).toBeGreaterThan(0);
      }
    },
  );

  it('has the same results in each run', async () => {
    const [trace] = traces;
    const run = () =>
      replay(system(values[0] ?? 0), trace?.keys ?? [], settings['loads side by side'] as Setting);
    expect(await run()).toEqual(await run());
  });
});

describe('Contenders', () => {
  it('have different names', () => {
    expect(new Set(contenders.map(({ name }) => name)).size).toBe(contenders.length);
  });
});
