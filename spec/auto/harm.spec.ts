import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { lru, sieve } from '../../src/index.js';
import { auto } from '../../src/auto/auto.js';
import { generateTraces } from '../../tools/bench/replay/generateTraces.js';
import { createRandom } from '../../tools/bench/replay/random.js';
import { replay, type Outcome } from '../../src/replay/replay.js';
import { demandOnly } from '../../tools/bench/replay/systems/demandOnly.js';
import { prefetching } from '../../src/replay/prefetching.js';
import type { Key, Setting } from '../../src/replay/types.js';
import { isLong, seedOf } from '../support/usualSeed.js';
import { noise } from '../support/walk.js';
import { random } from '../../src/testing/random.js';

const usual: Setting = {
  load: 100,
  think: 50,
  capacity: 64,
  slots: 6,
  canAbort: true,
  isShared: false,
};

/** The outcomes of a stream with `auto`, and without prefetching. */
interface Comparison {
  readonly withAuto: Outcome;
  readonly withSieve: Outcome;
  readonly withLru: Outcome;
}

async function compare(keys: readonly Key[], setting: Setting): Promise<Comparison> {
  return {
    withAuto: await replay(prefetching(() => auto()), keys, setting), // prettier-ignore
    withSieve: await replay(demandOnly(sieve), keys, setting),
    withLru: await replay(demandOnly(lru), keys, setting),
  };
}
function zipf(count: number, below: number, seed: number): number[] {
  const chance = random(seed);
  return Array.from({ length: count }, () => Math.floor(below ** chance()));
}

describe('auto costs hardly more waits or loads than no prefetching', () => {
  it.each([1, 2, 3])('with popular keys in random order (seed %p)', async (seed) => {
    // Letters alone: strings with numbers have neighbours, as integers have.
    const names = zipf(3000, 2000, seed).map((key) =>
      String(key).replace(/\d/g, (digit) => 'abcdefghij'.charAt(Number(digit))),
    );
    const { withAuto, withSieve } = await compare(names, usual);
    expect(withAuto.wait / withSieve.wait).toBeLessThan(1.015);
    expect(withAuto.loads / withSieve.loads).toBeLessThan(1.025);
  });

  it.each<[string, (key: number) => Key]>([
    ['integers', (key) => key],
    ['numbers in names', (key) => `key ${key}`],
  ])(
    'with popular small %s in random order, which are neighbours by chance, on average over 3 streams',
    async (_, keyOf) => {
      let [wait, loads] = [0, 0];
      for (const seed of [1, 2, 3]) {
        const { withAuto, withSieve } = await compare(zipf(3000, 2000, seed).map(keyOf), usual);
        wait += withAuto.wait / withSieve.wait / 3;
        loads += withAuto.loads / withSieve.loads / 3;
      }
      expect(wait).toBeLessThan(1.01);
      expect(loads).toBeLessThan(1.075);
    },
  );

  it.each([1, 2, 3])('with equally popular keys in random order (seed %p)', async (seed) => {
    const { withAuto, withSieve } = await compare(noise(3000, 1500, seed), {
      ...usual,
      capacity: 75,
    });
    expect(withAuto.wait / withSieve.wait).toBeLessThan(1.01);
    expect(withAuto.loads / withSieve.loads).toBeLessThan(1.025);
  });

  it.each(['scrub', 'web', 'pan', 'groups'])(
    'with the shuffled keys of a stream: %s',
    async (name) => {
      await fc.assert(
        fc.asyncProperty(fc.nat(10_000), async (seed) => {
          const trace = generateTraces(2000, seed).find((each) => each.name === name);
          const { load = NaN, think = NaN } = trace ?? {};
          const shuffled = createRandom(seed + 1).shuffled(trace?.keys ?? []);
          const capacity = Math.max(64, Math.round(new Set(shuffled).size / 20));
          const { withAuto, withSieve, withLru } = await compare(shuffled, {
            ...usual,
            load,
            think,
            capacity,
          });
          // Which policy is better is not known before.
          const most = Math.max(
            1.01 * withSieve.wait,
            1.015 * Math.min(withSieve.wait, withLru.wait),
          );
          expect(withAuto.wait).toBeLessThanOrEqual(most);
          expect(withAuto.loads).toBeLessThanOrEqual(1.03 * withSieve.loads);
        }),
        { numRuns: isLong ? 40 : 4, ...seedOf(5) },
      );
    },
  );

  it.each([
    { load: 100, think: 10, slots: 8, canAbort: false },
    { load: 100, think: 33, slots: 4, canAbort: true },
    { load: 100, think: 10, slots: 2, canAbort: true },
  ])('with loads that share a line, and room for ten items: %j', async (setting) => {
    const groups = generateTraces(2000, 1).find(({ name }) => name === 'groups')?.keys ?? [];
    // The same groups with members 0 to 4, which have steps between them.
    const numbers = new Map([...new Set(groups)].sort().map((key, i) => [key, i % 5]));
    const numbered = groups.map((key) => `${String(key).split('/')[0]}/${numbers.get(key)}`);
    for (const keys of [groups, numbered]) {
      const { withAuto, withSieve, withLru } = await compare(keys, {
        ...usual,
        ...setting,
        capacity: 10,
        isShared: true,
      });
      expect(withAuto.wait / Math.min(withSieve.wait, withLru.wait)).toBeLessThan(1.01);
    }
  });
});
