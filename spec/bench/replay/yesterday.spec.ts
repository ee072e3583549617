import { describe, expect, it } from '@jest/globals';
import { lastValueFrom, toArray } from 'rxjs';
import { generateTraces } from '../../../tools/bench/replay/generateTraces.js';
import { mean } from '../../../tools/bench/replay/mean.js';
import type { Trace } from '../../../tools/bench/replay/trace.js';
import { measureYesterdays, type Yesterday } from '../../../tools/bench/replay/yesterday.js';

/** Keys of one half. */
const HALF = 1000;
const traces = generateTraces(2 * HALF, 9);
const others = generateTraces(HALF, 90);

async function measure(days: readonly Trace[]): Promise<Map<string, Yesterday>> {
  const settings = days.map(({ load, think }) => ({
    load,
    think,
    capacity: 64,
    slots: 6,
    canAbort: true,
    isShared: false,
  }));
  const yesterdays = days.map((trace, i) => ({
    trace,
    setting: settings[i] as (typeof settings)[number],
  }));
  return new Map(
    (await lastValueFrom(measureYesterdays(yesterdays).pipe(toArray()))).map((each) => [
      each.trace,
      each,
    ]),
  );
}

describe('A reader with the model of yesterday', () => {
  it('waits less from the first requests on, if today is like yesterday', async () => {
    const measured = await measure(traces);
    for (const [name, whole, first] of [
      ['web', 0.7, 0.7],
      ['loop', 0.1, 0.1],
      ['groups', 0.9, 0.9],
      ['scrub', 0.9, 0.75],
    ] as const) {
      // prettier-ignore
      const yesterday = measured.get(name) as Yesterday;
      expect([name, yesterday.whole.restored.wait < whole * yesterday.whole.fresh.wait]).toEqual([
        name,
        true,
      ]);
      expect([name, yesterday.first.restored.wait < first * yesterday.first.fresh.wait]).toEqual([
        name,
        true,
      ]);
    }
    for (const [name, { whole }] of measured) {
      expect([name, whole.restored.wait <= 1.01 * whole.fresh.wait + 0.5]).toEqual([name, true]);
      expect([name, whole.restored.loads <= whole.fresh.loads + 0.4]).toEqual([name, true]);
    }
  });

  it.each([4, 8])(
    'waits no longer on average, if today is unlike yesterday (%p patterns on)',
    async (on) => {
      const unlike = traces.map((trace, i) => {
        const before = others[(i + on) % others.length]?.keys ?? [];
        return { ...trace, keys: [...before, ...trace.keys.slice(HALF)] };
      });
      const measured = [...(await measure(unlike)).values()];
      const more = (part: 'whole' | 'first') =>
        measured.map(({ [part]: { fresh, restored } }) => restored.wait - fresh.wait);
      expect(mean(more('whole'))).toBeLessThan(0.3);
      expect(Math.max(...more('whole'))).toBeLessThan(3);
      expect(mean(more('first'))).toBeLessThan(1);
      const loads = measured.map(({ whole: { fresh, restored } }) => restored.loads - fresh.loads);
      expect(mean(loads)).toBeLessThan(0.15);
    },
  );
});
