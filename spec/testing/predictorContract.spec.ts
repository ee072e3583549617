import { describe, expect, it } from '@jest/globals';
import {
  predictorContract,
  type PredictorContractOptions,
} from '../../src/testing/predictorContract.js';
import type { TestRunner } from '../../src/testing/testRunner.js';
import type { Access, Predictor } from '../../src/types.js';
import { collectTests, failedTests } from './collectTests.js';

const next: Predictor<number> = (current) => [[current + 1, 1]];

/** A correct predictor that observes: it counts the requests of each key. */
function popular(): Predictor<number> {
  const counts = new Map<number, number>();
  return {
    observe: ({ key }) => void counts.set(key, (counts.get(key) ?? 0) + 1),
    predict(_current, _history, add) {
      for (const [key, count] of counts) add(key, count);
    },
  };
}

function* endless(): Generator<[number, number]> {
  for (;;) yield [7, 1];
}

let chance = 0;

const mutants: [title: string, what: string, create: () => Predictor<number>][] = [
  [
    'gives at most 65,536 pairs, with finite likelihoods of 0 or more',
    'NaN',
    () => () => [[1, NaN]],
  ],
  [
    'gives at most 65,536 pairs, with finite likelihoods of 0 or more',
    'Infinity',
    () => (current) => [[current, 1 / (current - 8)]],
  ],
  [
    'gives at most 65,536 pairs, with finite likelihoods of 0 or more',
    'a negative one',
    () => () => [[1, -1]],
  ],
  [
    'gives at most 65,536 pairs, with finite likelihoods of 0 or more',
    'endless pairs',
    () => endless,
  ],
  [
    'predicts for a reader without a history',
    'one that needs two keys',
    () => (current, history) => {
      if (history.length < 2) throw new Error('too short');
      return [[current + 1, 1]];
    },
  ],
  [
    'predicts for odd keys',
    'a likelihood made of the key',
    () => (current) => [[current + 1, Math.abs(current)]],
  ],
  [
    'adds no key after `predict` has returned',
    'a late one',
    () => ({
      predict: (current, _history, add) => void Promise.resolve().then(() => add(current, 1)),
    }),
  ],
  [
    'predicts without observing',
    'one that trusts to be told',
    () => {
      let last: Access<number> | undefined;
      return {
        observe: (access) => void (last = access),
        predict(_current, _history, add) {
          if (!last) throw new Error('nothing observed');
          add(last.key, 1);
        },
      };
    },
  ],
  [
    'does not change the history',
    'one that takes the last away',
    () => (_current, history) => [[(history as number[]).pop() ?? 0, 1]],
  ],
  [
    'does not change the history',
    'one that sorts',
    () => (_current, history) => [[(history as number[]).sort((a, b) => a - b)[0] ?? 0, 1]],
  ],
  ['gives equal predictions for equal calls', 'one by chance', () => () => [[chance++, 1]]],
  [
    'depends only on the current key and the history, if it does not observe',
    'one that counts its answers',
    () => {
      let count = 0;
      return (current) => [[current + 1, ++count]];
    },
  ],
  [
    'does not read the history after `predict` has returned',
    'one that keeps it',
    () => {
      let kept: readonly number[] = [];
      return (current, history) => {
        const last = kept.at(-1) ?? 0;
        kept = history;
        return [[current + 1, 1 + Math.abs(last)]];
      };
    },
  ],
];

const suite =
  (create: () => Predictor<number>, options?: Partial<PredictorContractOptions<number>>) =>
  (runner: TestRunner) =>
    predictorContract(runner, 'mine', create, { walk: [5, 6, 8, 7, 7, 3], ...options });

describe('predictorContract', () => {
  it('passes a correct predictor of either form, learning or not', async () => {
    expect(await failedTests(suite(() => next))).toEqual([]);
    expect(
      await failedTests(
        suite(() => ({ predict: (current, _history, add) => add(current + 1, 1) })),
      ),
    ).toEqual([]);
    expect(await failedTests(suite(popular))).toEqual([]);
  });

  it('has a wrong predictor for each of its tests', async () => {
    expect([...new Set(mutants.map(([title]) => title))]).toEqual([
      ...(await collectTests(suite(() => next))).keys(),
    ]);
  });

  it.each(mutants)(
    'fails a predictor that breaks the test: %s (%s)',
    async (title, _what, create) => {
      expect(await failedTests(suite(create))).toContain(title);
    },
  );

  it('accepts a random predictor if `deterministic` is false', async () => {
    expect(await failedTests(suite(() => () => [[chance++, 1]], { deterministic: false }))).toEqual(
      [],
    );
  });

  it('uses odd numbers for numeric keys, the given odd keys, or none', async () => {
    const asked = async <K>(options: PredictorContractOptions<K>) => {
      const keys = new Set<K>();
      await failedTests((runner) =>
        predictorContract(runner, 'mine', () => (current) => (keys.add(current), []), options),
      );
      return keys;
    };
    expect((await asked({ walk: [1, 2, 3] })).has(NaN)).toBe(true);
    expect((await asked({ walk: [1, 2, 3], oddKeys: [-7] })).has(NaN)).toBe(false);
    expect((await asked({ walk: [1, 2, 3], oddKeys: [-7] })).has(-7)).toBe(true);
    expect(await asked({ walk: ['a', 'b', 'c'] })).toEqual(new Set(['a', 'b', 'c']));
    expect((await asked({ walk: ['a', 'b', 'c'], oddKeys: [''] })).has('')).toBe(true);
  });

  it('reports every outcome to a predictor that observes', async () => {
    const outcomes = new Set<string>();
    const curious = (): Predictor<number> => ({
      predict: () => undefined,
      observe: ({ outcome }) => outcomes.add(outcome),
    });
    expect(await failedTests(suite(curious))).toEqual([]);
    expect(outcomes).toEqual(new Set(['hit', 'join', 'miss']));
  });

  it('names the key and its likelihood', async () => {
    const byChance = await collectTests(suite(() => () => [[1, chance++]]));
    expect(byChance.get('gives equal predictions for equal calls')).toMatch(
      /^gave \d+ for the key 1 when another one was asked the same, and \d+ before$/,
    );
    const odd = await collectTests(suite(() => (current) => [[current + 1, Math.abs(current)]]));
    expect(odd.get('predicts for odd keys')).toBe(
      'failed at the key NaN: Expected `likelihood` to be a finite number of 0 or more, got `NaN` (number)',
    );
  });
});
