import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { of, Subject } from 'rxjs';
import { prefetchCache } from '../../operators/prefetchCache.js';
import { auto, type AutoPredictor } from '../../src/auto/auto.js';
import type { AutoJson } from '../../src/auto/savedAuto.js';
import { associations } from '../../src/learning/experts/associations.js';
import { markov } from '../../src/learning/experts/markov.js';
import type { LearningPredictor } from '../../src/learning/learningPredictor.js';
import type { MixerJson } from '../../src/learning/mixing/mixerJson.js';
import { likelihoodsOf } from '../../src/predictors/likelihoodsOf.js';
import { noise, run, step, walk } from '../support/walk.js';

const throughJson = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/** A model as a store returns it, with the type of its memory. */
function keptOf(
  learner: Pick<AutoPredictor<unknown>, 'toJSON'>,
): AutoJson & { readonly learned: MixerJson } {
  return throughJson(learner.toJSON()) as AutoJson & { readonly learned: MixerJson };
}

/** Requests keys of a cache, and counts the errors of its predictor. */
function errorsAlong<K>(predictor: AutoPredictor<K>, keys: readonly K[]): number {
  const cache = prefetchCache((key: K) => of(key), predictor, { maxKeys: 20 });
  const key$ = new Subject<K>();
  key$.pipe(cache).subscribe();
  for (const key of keys) key$.next(key);
  const { predictorErrors } = cache.stats();
  cache.close();
  return predictorErrors;
}

describe('A saved model', () => {
  const object = { id: 1 };
  const symbol = Symbol('key');
  const anyKey = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.integer({ min: -50, max: 50 }),
    fc.double(),
    fc.bigInt(),
    fc.boolean(),
    fc.constantFrom<unknown>(
      NaN,
      Infinity,
      -Infinity,
      -0,
      null,
      undefined,
      symbol,
      object,
      '3/1/1',
      '3/1/2',
      '4/2/2',
    ),
  );

  it('is restored as the same model, with keys of any kind', () => {
    fc.assert(
      fc.property(fc.array(anyKey, { maxLength: 20 }), (keys) => {
        const learner = auto<unknown>();
        expect(errorsAlong(learner, [...keys, ...keys, ...keys])).toBe(0);
        const kept = keptOf(learner);
        const restored = auto<unknown>({ from: kept });
        expect(keptOf(restored).learned.experts).toEqual(kept.learned.experts);
        expect(errorsAlong(restored, keys)).toBe(0);
      }),
      { numRuns: 50 },
    );
  });

  it.each<[string, () => LearningPredictor<unknown>]>([
    ['markov', markov],
    ['associations', associations],
  ])('of %s predicts NaN, infinities, booleans and null again', (_name, create) => {
    const keys = ['a', NaN, Infinity, -Infinity, true, false, null, 5];
    const learner = create();
    walk<unknown>(learner, [...keys, ...keys, ...keys]);
    const restored = create();
    restored.restore(throughJson(learner.toJSON()));
    keys.forEach((key, i) => {
      const history = [...keys, ...keys].slice(i + 1, i + 1 + keys.length);
      const likelihoods = likelihoodsOf(restored, key, history);
      expect(likelihoods.size).toBeGreaterThan(0);
      expect(likelihoods).toEqual(likelihoodsOf(learner, key, history));
    });
  });

  it('leaves out undefined, bigints, symbols and objects, and keeps the keys beside them', () => {
    const keys = ['a', undefined, 'b', symbol, 'c', object, 'd', 10n];
    const learner = auto<unknown>();
    walk<unknown>(learner, [...keys, ...keys, ...keys]);
    const { values } = keptOf(learner).learned.experts.associations as { values: unknown[] };
    expect(new Set(values)).toEqual(new Set(['a', 'b', 'c', 'd']));
  });

  it('is restored from a store that returns the experts in another order', () => {
    const learner = auto<number>();
    walk(learner, run(0, 30));
    const kept = keptOf(learner);
    const experts = Object.fromEntries(Object.entries(kept.learned.experts).reverse());
    expect(() => auto({ from: { ...kept, learned: { ...kept.learned, experts } } })).not.toThrow();
  });

  it.each(['deltas', 'spatial', 'markov', 'associations'])(
    'with wrong values of %s is refused with their path',
    (name) => {
      const learner = auto<number>();
      walk(learner, [...run(0, 30), ...run(0, 30)]);
      const kept = keptOf(learner);
      const memory = kept.learned.experts[name] as { values: unknown[] };
      memory.values[0] = { toString: 1 };
      expect(() => auto({ from: kept })).toThrow(TypeError);
      expect(() => auto({ from: kept })).toThrow(
        `Expected \`${name}.values[0]\` to be what \`toJSON\` of \`${name}\` gave`,
      );
    },
  );

  it.each(['deltas', 'spatial'])(
    'with steps of %s that are none is refused with their path',
    (name) => {
      const learner = auto<number>();
      walk(learner, [...run(0, 30), ...run(0, 30)]);
      for (const step of [null, true, false]) {
        const kept = keptOf(learner);
        const memory = kept.learned.experts[name] as { values: unknown[] };
        memory.values[0] = step;
        expect(() => auto({ from: kept })).toThrow(`Expected \`${name}.values[0]\` to be `);
      }
    },
  );

  it('with weights near the limits of numbers has finite likelihoods', () => {
    const learner = auto<number>();
    walk(learner, run(0, 100));
    const kept = keptOf(learner);
    const weights = kept.learned.weights.map(([set = 0, ...rest]) => [
      set,
      ...rest.map((_, i) => (i % 2 ? -1e308 : 1e308)),
    ]);
    const restored = auto<number>({ from: { ...kept, learned: { ...kept.learned, weights } } });
    expect(weights.length).toBeGreaterThan(0);
    for (let i = 1; i < 60; i++) {
      for (const likelihood of step(restored, run(0, i), i).values())
        expect(Number.isFinite(likelihood)).toBe(true);
    }
  });
});

describe('A saved model that was changed by chance', () => {
  const keys = [
    ...Array.from({ length: 8 }, (_, row) => run(1000 * row, 8, 3)).flat(),
    '3/1/1',
    '3/1/2',
    '3/2/2',
    NaN,
    'a',
    'b',
  ];
  const twice = [...keys, ...keys];
  const learner = auto<unknown>();
  walk<unknown>(learner, [...twice, ...keys]);
  const kept = JSON.stringify(learner.toJSON());
  /** A change: the path of a part, as indices of names, and its new value. */
  const edit = fc.record({
    path: fc.array(fc.nat(400), { minLength: 2, maxLength: 7 }),
    value: fc.oneof(
      fc.constantFrom<unknown>(null, true, '', 'x', '5', [], {}, { toString: 1 }, ['NaN'], ['9n'], 0, -1, 255, 256, 65_535, 2 ** 31, 1e308, -1e308, 0.5, undefined), // prettier-ignore
      fc.integer(),
      fc.jsonValue(),
    ),
  });
  const change = (
    json: unknown,
    { path, value }: { readonly path: readonly number[]; readonly value: unknown },
  ): void => {
    let at = (json as { learned: Record<string, unknown> }).learned;
    for (const [depth, step] of path.entries()) {
      const names = Object.keys(at);
      const name = names[step % names.length];
      if (name === undefined) return;
      const next = at[name];
      if (depth < path.length - 1 && typeof next === 'object' && next !== null) {
        at = next as Record<string, unknown>;
        continue;
      }
      if (value === undefined) Reflect.deleteProperty(at, name);
      else at[name] = value;
      return;
    }
  };

  it('is refused with a clear error, or works: finite likelihoods, no predictor errors, and it can be saved again', () => {
    let [refused, worked] = [0, 0];
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 2 }), (edits) => {
        const json = JSON.parse(kept) as unknown;
        for (const each of edits) change(json, each);
        let restored: AutoPredictor<unknown>;
        try {
          restored = auto<unknown>({ from: throughJson(json) as AutoJson });
        } catch (error) {
          refused++;
          expect(error).toBeInstanceOf(error instanceof RangeError ? RangeError : TypeError);
          expect((error as Error).message).toMatch(
            /^Expected `[a-z]+(\.[a-z]+)*(\[\d+\])?` to be /,
          );
          return;
        }
        worked++;
        keys.forEach((key, i) => {
          for (const likelihood of step(
            restored,
            keys.slice(Math.max(0, i - 8), i + 1),
            i,
          ).values()) {
            if (!Number.isFinite(likelihood) || likelihood < 0)
              throw new Error(`${String(key)}: ${likelihood}`);
          }
        });
        expect(errorsAlong(restored, twice)).toBe(0);
        expect(() => auto<unknown>({ from: keptOf(restored) })).not.toThrow();
      }),
      { numRuns: 100 },
    );
    expect(Math.min(refused, worked)).toBeGreaterThan(10);
  });
});

describe('The size of a model', () => {
  const long = (i: number): string => `${i}`.padStart(50_000, 'key ');

  it('is at most 150,000 characters with five further experts, long keys and readers of each kind', () => {
    const experts = Array.from({ length: 5 }, (_, by) => (key: unknown): [unknown, number][] => [
      [typeof key === 'number' ? key + by : key, 1],
    ]);
    const learner = auto<unknown>({ experts });
    const keys = [
      ...noise(4000, 1e9, 1),
      ...run(0, 3000),
      ...noise(4000, 3000, 2).map((key) => `3/${key % 50}/${key % 40}`),
      ...run(0, 30).map(long),
    ];
    keys.forEach((key, i) => step(learner, [key], i));
    const size = JSON.stringify(learner.toJSON()).length;
    expect(size).toBeGreaterThan(100_000);
    expect(size).toBeLessThanOrEqual(150_000);
    expect(() => auto({ experts, from: keptOf(learner) })).not.toThrow();
  });

  it('limits long keys to the most recent ones', () => {
    const learner = markov<string>();
    const keys = run(0, 200).map(long);
    walk(learner, ['short', 'other', ...keys]);
    const likelihoodOf = (from: string, to: string | undefined) =>
      likelihoodsOf(learner, from, [from]).get(to as string) ?? 0;
    expect(likelihoodOf(long(198), keys[199])).toBeGreaterThan(0);
    expect(likelihoodOf(long(100), keys[101])).toBe(0);
    expect(likelihoodOf('short', 'other')).toBe(0);
  });
});
