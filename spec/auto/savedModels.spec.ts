import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { of, Subject } from 'rxjs';
import { prefetchCache } from '../../operators/prefetchCache.js';
import { auto, type AutoPredictor } from '../../src/auto/auto.js';
import type { AutoJson } from '../../src/auto/savedAuto.js';
import { associations } from '../../src/learning/experts/associations.js';
import { markov } from '../../src/learning/experts/markov.js';
import type { LearningPredictor } from '../../src/learning/learningPredictor.js';
import { readMeasured, writeMeasured } from '../../src/learning/mixing/measuredJson.js';
import type { MixerJson } from '../../src/learning/mixing/mixerJson.js';
import type { MemoryJson } from '../../src/learning/models/saveModel.js';
import { likelihoodsOf } from '../../src/predictors/likelihoodsOf.js';
import { silent } from '../support/naming.js';
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

  it('leaves out undefined, symbols and objects, and keeps the keys beside them', () => {
    const keys = ['a', undefined, 'b', symbol, 'c', object, 'd', 10n];
    const learner = auto<unknown>();
    walk<unknown>(learner, [...keys, ...keys, ...keys]);
    const restored = auto<unknown>({ from: keptOf(learner) });
    const found = new Set<unknown>();
    keys.forEach((key, i) => {
      for (const each of likelihoodsOf(restored, key, keys.slice(0, i + 1)).keys()) found.add(each);
    });
    expect(found).toEqual(new Set(['a', 'b', 'c', 'd', 10n]));
  });

  it('predicts the same keys as the one that was saved', () => {
    const keys = [...run(0, 30, 7), ...noise(200, 150, 3).map((key) => `/page/${key}`)];
    const learner = auto<number | string>();
    walk(learner, [...keys, ...keys]);
    const restored = auto<number | string>({ from: keptOf(learner) });
    for (let i = 10; i < keys.length; i++) {
      const history = keys.slice(i - 8, i + 1);
      const key = keys[i] as number | string;
      // The last key that was observed has a position, which is not saved.
      if (key === keys.at(-1)) continue;
      const [before, after] = [learner, restored].map((each) => likelihoodsOf(each, key, history));
      expect([...(after ?? []).keys()].sort()).toEqual([...(before ?? []).keys()].sort());
    }
  });

  it('is restored from a store that returns the experts in another order', () => {
    const learner = auto<number>();
    walk(learner, run(0, 30));
    const kept = keptOf(learner);
    const experts = Object.fromEntries(Object.entries(kept.learned.experts).reverse());
    expect(() => auto({ from: { ...kept, learned: { ...kept.learned, experts } } })).not.toThrow();
  });

  it('with wrong values is refused with their path', () => {
    const learner = auto<number>();
    walk(learner, [0.5, 1.5, 0.5, 1.5, 2.5]);
    for (const wrong of [{ toString: 1 }, ['5'], undefined]) {
      const kept = keptOf(learner);
      const { values } = kept.learned.experts.markov as unknown as { values: unknown[] };
      expect(values).toEqual([0.5, 1.5, 2.5]);
      values[1] = wrong;
      expect(() => auto({ from: kept })).toThrow(TypeError);
      expect(() => auto({ from: kept })).toThrow(
        'Expected `markov.values[1]` to be what `toJSON` of `markov` gave',
      );
    }
  });

  it.each(['deltas', 'spatial'])('with steps of %s that are none is refused', (name) => {
    const learner = markov<unknown>();
    walk<unknown>(learner, [true, 5, false]);
    const kept = keptOf(auto<unknown>());
    const { values, text, digits } = learner.toJSON() as MemoryJson;
    const experts = { ...kept.learned.experts, [name]: { values, text, digits } };
    const from = { ...kept, learned: { ...kept.learned, experts } };
    expect(() => auto({ from })).toThrow(`Expected \`${name}.values\` to be `);
  });

  it('with weights near the limits of numbers has finite likelihoods', () => {
    const learner = auto<number>();
    walk(learner, run(0, 100));
    const kept = keptOf(learner);
    const { precision, weights } = readMeasured(kept.learned.measured, silent as () => never);
    expect(weights.length).toBeGreaterThan(0);
    const measured = writeMeasured({
      precision,
      weights: weights.map(([set = 0, ...rest]) => [set, ...rest.map((_, i) => (i % 2 ? -1e11 : 1e11))]), // prettier-ignore
    });
    const restored = auto<number>({ from: { ...kept, learned: { ...kept.learned, measured } } });
    for (let i = 1; i < 60; i++) {
      for (const likelihood of step(restored, run(0, i), i).values())
        expect(Number.isFinite(likelihood)).toBe(true);
    }
  });
});

describe('A saved model of version 1', () => {
  const laps = [...run(7, 10, 3), 'home', 'list', 'item/4', 'list', 'item/9', NaN, true, '5/3/1', '5/3/2', '5/4/2']; // prettier-ignore

  it('is restored', () => {
    const from = JSON.parse(
      readFileSync(new URL('golden/firstVersion.json', import.meta.url), 'utf8'),
    ) as AutoJson;
    const restored = auto<unknown>({ from });
    let found = 0;
    for (let i = 0; i < laps.length - 1; i++) {
      const said = step(restored, laps.slice(0, i + 1), i);
      if (said.has(laps[i + 1])) found++;
    }
    expect(found).toBeGreaterThan(15);
    expect(keptOf(restored).version).toBe(2);
    expect(() => auto({ from: keptOf(restored) })).not.toThrow();
    expect(() => auto({ from, without: ['markov'] })).toThrow(RangeError);
  });
});

describe('A model that is restored later', () => {
  const loop = noise(30, 1e6, 5);
  const learn = (options = {}): AutoPredictor<number> => {
    const learner = auto<number>(options);
    walk(learner, [...loop, ...loop, ...loop]);
    return learner;
  };

  it('replaces what was learned since, for readers that go on', () => {
    const from = keptOf(learn());
    const learner = auto<number>();
    walk(learner, noise(200, 1e6, 9));
    learner.restore(from);
    const history = loop.slice(0, 9);
    expect(likelihoodsOf(learner, loop[8] as number, history).has(loop[9] as number)).toBe(true);
    expect(keptOf(learner).learned.experts).toEqual(from.learned.experts);
    expect(errorsAlong(learner, loop)).toBe(0);
  });

  it('changes nothing if the model does not fit', () => {
    const learner = learn();
    const before = keptOf(learner);
    const wrong = keptOf(learn());
    (wrong.learned.experts as Record<string, unknown>).spatial = 5;
    expect(() => learner.restore(wrong)).toThrow('Expected `spatial` to be what');
    expect(keptOf(learner)).toEqual(before);
  });

  it('keeps what further experts know', () => {
    const seen: number[] = [];
    const expert = { observe: ({ key }: { key: number }) => void seen.push(key), predict: silent };
    const learner = learn({ experts: [expert] });
    const kept = keptOf(learner);
    learner.restore(kept);
    step(learner, [5], 500);
    expect(seen).toEqual([...loop, ...loop, ...loop, 5]);
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
      const before = at[name];
      // Most of a model is text: one character of it changes, too.
      if (typeof before === 'string' && typeof value === 'number')
        at[name] =
          before.slice(0, Math.abs(value) % 997) + 'Q' + before.slice((Math.abs(value) % 997) + 1);
      else if (value === undefined) Reflect.deleteProperty(at, name);
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
  const keys = [
    ...noise(4000, 1e9, 1),
    ...run(0, 3000),
    ...noise(4000, 3000, 2).map((key) => `3/${key % 50}/${key % 40}`),
    ...noise(2000, 900, 3).map((key) => `"quoted" \u0001 ${'é\ud800'.repeat(key % 9)}${key}`),
    ...noise(500, 40, 4).map((key) => BigInt(key)),
    ...run(0, 30).map(long),
  ];
  const experts = Array.from({ length: 5 }, (_, by) => (key: unknown): [unknown, number][] => [
    [typeof key === 'number' ? key + by : key, 1],
  ]);
  const learner = auto<unknown>({ experts });
  keys.forEach((key, i) => step(learner, [key], i));

  it('is never above `maxCharacters`, with any keys, and much of it is used', () => {
    const sizes = fc.oneof(fc.integer({ min: 1000, max: 20_000 }), fc.integer({ min: 1000, max: 400_000 })); // prettier-ignore
    fc.assert(
      fc.property(sizes, (maxCharacters) => {
        const model = throughJson(learner.toJSON({ maxCharacters }));
        const size = JSON.stringify(model).length;
        expect(size).toBeLessThanOrEqual(maxCharacters);
        if (maxCharacters > 5000 && maxCharacters < 100_000)
          expect(size).toBeGreaterThan(0.4 * maxCharacters);
        expect(() => auto({ experts, from: model })).not.toThrow();
      }),
      { numRuns: 12 },
    );
  });

  it('is at most 150,000 characters by default, also where JSON.stringify asks for it', () => {
    const size = JSON.stringify({ learner }).length;
    expect(size).toBeGreaterThan(100_000);
    expect(size).toBeLessThanOrEqual(150_000 + '{"learner":}'.length);
  });

  it('has no other limit than the memory with Infinity', () => {
    const size = JSON.stringify(learner.toJSON({ maxCharacters: Infinity })).length;
    expect(size).toBeGreaterThan(150_000);
  });

  it.each([
    [{ maxCharacters: 999 }, RangeError, 'Expected `maxCharacters` to be an integer of 1000 or more, got `999` (number)'], // prettier-ignore
    [{ maxCharacters: NaN }, RangeError, 'Expected `maxCharacters` to be an integer of 1000 or more, got `NaN` (number)'], // prettier-ignore
    [{ maxCharacters: '5000' }, TypeError, 'Expected `maxCharacters` to be an integer of 1000 or more, got `"5000"` (string)'], // prettier-ignore
    [{ maxCharakters: 5000 }, TypeError, 'There is no option `maxCharakters`: did you mean `maxCharacters`?'], // prettier-ignore
    [5, TypeError, 'Expected `options` to be an object, got `5` (number)'],
  ])('is refused at once if it is %j', (options, Kind, message) => {
    for (const save of [auto(), markov()]) {
      expect(() => save.toJSON(options as object)).toThrow(Kind);
      expect(() => save.toJSON(options as object)).toThrow(message);
    }
    expect(() => auto().saveInSlices(options as object)).toThrow(message);
  });

  it('is saved in slices, of what was known at the first one', () => {
    const other = auto<unknown>();
    keys.slice(0, 3000).forEach((key, i) => step(other, [key], i));
    const { experts: before } = keptOf(other).learned;
    const slices = other.saveInSlices();
    let count = 0;
    for (let result = slices.next(); ; result = slices.next(), count++) {
      if (result.done) {
        expect((throughJson(result.value) as typeof kept).learned.experts).toEqual(before);
        break;
      }
      step(other, [`later ${count}`], count);
    }
    const kept = keptOf(other);
    expect(count).toBeGreaterThan(20);
    expect(kept.learned.experts).not.toEqual(before);
  });

  it('limits long keys to the most recent ones', () => {
    const predictor = markov<string>();
    const longKeys = run(0, 200).map(long);
    walk(predictor, ['short', 'other', ...longKeys]);
    const likelihoodOf = (from: string, to: string | undefined) =>
      likelihoodsOf(predictor, from, [from]).get(to as string) ?? 0;
    expect(likelihoodOf(long(198), longKeys[199])).toBeGreaterThan(0);
    expect(likelihoodOf(long(100), longKeys[101])).toBe(0);
    expect(likelihoodOf('short', 'other')).toBe(0);
  });
});
