import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createRandom } from '../../../../tools/bench/replay/random.js';
import { replay } from '../../../../src/replay/replay.js';
import type { Key, Setting, System } from '../../../../src/replay/types.js';
import { bestPlan } from '../../../../tools/bench/replay/bounds/bestPlan.js';
import { clairvoyant } from '../../../../tools/bench/replay/bounds/clairvoyant.js';
import { learnable } from '../../../../tools/bench/replay/bounds/learnable.js';
import { seenBefore } from '../../../../tools/bench/replay/bounds/seenBefore.js';

interface Case {
  readonly keys: readonly Key[];
  readonly setting: Setting;
}

const setting = (load: number, think: number, capacity: number, slots: number): Setting => ({
  ...{ load, think, capacity, slots },
  ...{ canAbort: true, isShared: false },
});

/** Milliseconds that the reader waits in all. */
async function waitOf(system: System, { keys, setting }: Case): Promise<number> {
  const { wait } = await replay(system, keys, setting);
  return Math.round((wait / 100) * setting.load * keys.length * 1000) / 1000;
}

const cases: fc.Arbitrary<Case> = fc
  .tuple(
    fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 7 }),
    fc.integer({ min: 1, max: 4 }),
    fc.integer({ min: 1, max: 3 }),
    fc.integer({ min: 1, max: 3 }),
    fc.integer({ min: 1, max: 2 }),
  )
  .map(([keys, load, think, capacity, slots]) => ({
    keys,
    setting: setting(load, think, capacity, slots),
  }));

const bounds = [
  { name: 'clairvoyant', system: clairvoyant(), mayLoad: () => () => true },
  { name: 'seen-before', system: seenBefore(), mayLoad: learnable },
];

describe.each(bounds)('The $name bound', ({ system, mayLoad }) => {
  it('never waits less than the best of all plans', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (given) => {
        expect(await waitOf(system, given)).toBeGreaterThanOrEqual(
          bestPlan(given.keys, given.setting, mayLoad(given.keys)),
        );
      }),
      { numRuns: 150 },
    );
  });

  it('is nearly always the best of all plans, and on average within 2 % of it', async () => {
    const random = createRandom(1);
    const figures: Record<'reached' | 'best', number>[] = [];
    for (let i = 0; i < 200; i++) {
      const keys = Array.from({ length: random.between(5, 8) }, () => random.between(0, 3));
      const given = {
        keys,
        setting: setting(
          random.between(1, 4),
          random.between(1, 3),
          random.between(2, 3),
          random.between(1, 2),
        ),
      };
      figures.push({
        reached: await waitOf(system, given),
        best: bestPlan(keys, given.setting, mayLoad(keys)),
      });
    }
    const sum = (figure: 'reached' | 'best') =>
      figures.reduce((before, each) => before + each[figure], 0);
    expect(figures.filter(({ reached, best }) => reached === best).length).toBeGreaterThan(180);
    expect(sum('reached') / sum('best')).toBeLessThan(1.02);
  });
});

describe('The clairvoyant bound', () => {
  it('loads the next missing key as soon as there is a slot and a place that the reader will have left, as calculated by hand', async () => {
    // The loads of 1 and 2 start at 0 and end at 4; the reader waits for 1. Both places are taken.
    // A load of 3 that starts now ends at 8, when the reader has left 2 and waits for 3. So 2 is
    // evicted, and 1, which is requested at 10, stays.
    const given = { keys: [1, 2, 3, 1], setting: setting(4, 2, 2, 1) };
    expect(await waitOf(clairvoyant(), given)).toBe(4);
    expect(bestPlan(given.keys, given.setting, () => true)).toBe(4);
  });

  it('makes the reader wait if there are too few places, as calculated by hand', async () => {
    // As above, but the reader looks at each item for 6 ms: a load of 3 would end at 8, before 2 is
    // requested. So it starts at 10, when the reader has left 1, and ends at 14. For it 1 was
    // evicted; its load starts at 16 and ends at 20, 2 ms before its request.
    const given = { keys: [1, 2, 3, 1], setting: setting(4, 6, 2, 1) };
    expect(await waitOf(clairvoyant(), given)).toBe(4);
    expect((await replay(clairvoyant(), given.keys, given.setting)).loads).toBe(1);
  });

  it('waits only for the first item if there are enough slots and places', async () => {
    const keys = Array.from({ length: 50 }, (_, i) => i);
    expect(await waitOf(clairvoyant(), { keys, setting: setting(10, 1, 50, 50) })).toBe(10);
  });
});

describe('The seen-before bound', () => {
  it('does not prefetch new keys', async () => {
    const keys = ['a', 'b', 'c', 'a', 'b', 'c'];
    expect(await waitOf(seenBefore(), { keys, setting: setting(10, 10, 3, 3) })).toBe(30);
    expect(await waitOf(seenBefore(), { keys, setting: setting(10, 10, 2, 3) })).toBe(30);
  });

  it('prefetches a key after its first request', () => {
    const may = learnable(['a', 'b', 'a', 'b']);
    expect([may(0, 1), may(0, 2), may(0, 3), may(1, 3)]).toEqual([false, true, false, true]);
  });

  it('prefetches the target of a step that was made before, also from a later request', () => {
    const may = learnable([10, 13, 16, 19, 100, 50]);
    expect([may(0, 1), may(0, 2), may(1, 2), may(1, 3), may(3, 4), may(3, 5)]).toEqual([
      false,
      false,
      true,
      true,
      false,
      false,
    ]);
  });

  it('treats moves over a map as steps, on one level', () => {
    const may = learnable(['5/10/10', '5/11/10', '5/12/10', '6/24/20', 'a/b/c', '6/25/20']);
    expect([may(1, 2), may(2, 3), may(3, 4), may(4, 5), may(0, 5)]).toEqual([
      true,
      false,
      false,
      true,
      false,
    ]);
  });
});
