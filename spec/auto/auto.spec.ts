import { describe, expect, it } from '@jest/globals';
import { readMeasured } from '../../src/learning/mixing/measuredJson.js';
import type { MixerJson } from '../../src/learning/mixing/mixerJson.js';
import { auto, type AutoPredictor } from '../../src/auto/auto.js';
import type { AutoJson } from '../../src/auto/savedAuto.js';
import { likelihoodsOf } from '../../src/predictors/likelihoodsOf.js';
import { predictorContract } from '../../src/testing/predictorContract.js';
import { generateTraces } from '../../tools/bench/replay/generateTraces.js';
import { noise, run, step, walk } from '../support/walk.js';
import { silent } from '../support/naming.js';

predictorContract({ describe, it }, 'auto', () => auto<number>(), {
  walk: [5, 6, 7, 3, 9, -10, 1e6, 5, 6, 7],
});
predictorContract({ describe, it }, 'auto on strings', () => auto<string>(), {
  walk: ['a', '3/1/1', '3/1/2', 'b', 'a'],
});
predictorContract({ describe, it }, 'auto on objects', () => auto<object>(), {
  walk: [{ a: 1 }, { b: 1 }, { c: 1 }],
});

/** Share of the requests from `from` on whose key was worth a load at one of the five before. */
function sharePredicted<K>(
  predictor: AutoPredictor<K>,
  keys: readonly K[],
  from = 0,
  reader = 1,
): number {
  let predicted = 0;
  const before: Set<K>[] = [];
  keys.forEach((key, i) => {
    if (i >= from && before.slice(-5).some((worthy) => worthy.has(key))) predicted++;
    const likelihoods = step(predictor, keys.slice(Math.max(0, i - 29), i + 1), i, { reader });
    before.push(
      new Set(
        [...likelihoods]
          .filter(([, likelihood]) => predictor.control.admits(likelihood, 0))
          .map(([one]) => one),
      ),
    );
  });
  return predicted / (keys.length - from);
}
const loop = noise(60, 1e6, 3);

describe('auto, before it has learned', () => {
  it.each([1, -1, 7, 48, -1000])(
    'prefetches along a stride of %p from its third request on',
    (stride) => {
      const predictor = auto<number>();
      const likelihoods = walk(predictor, run(10_000, 3, stride));
      expect(predictor.control.admits(likelihoods.get(10_000 + 3 * stride) ?? 0, 0)).toBe(true);
    },
  );

  it('predicts the second lap of a loop', () => {
    expect(sharePredicted(auto<number>(), [...loop, ...loop], 70)).toBeGreaterThan(0.8);
  });

  it('predicts a loop of strings', () => {
    const keys = loop.map((key) => `key ${key}`);
    expect(sharePredicted(auto<string>(), [...keys, ...keys], 70)).toBeGreaterThan(0.8);
  });
});

describe('auto', () => {
  it('predicts a new pattern within 60 requests', () => {
    const keys = [...run(0, 300), ...loop, ...loop, ...loop, ...run(500_000, 120, -3)];
    expect(sharePredicted(auto<number>(), keys, 300 + 180 + 60)).toBeGreaterThan(0.9);
  });

  it('predicts interleaved streams', () => {
    const keys = run(0, 100).flatMap((i) => [3 * i, 100_000 - 5 * i, 200_000 + 7 * i]);
    expect(sharePredicted(auto<number>(), keys, 30)).toBeGreaterThan(0.9);
  });

  it('predicts two readers at once as well as one', () => {
    const predictor = auto<number>();
    const [one, other] = [run(0, 200), run(900_000, 200, -7)];
    const predicted = [0, 0];
    for (let i = 0; i < 200; i++) {
      [one, other].forEach((keys, reader) => {
        const likelihoods = step(predictor, keys.slice(Math.max(0, i - 29), i + 1), i, { reader });
        const next = keys[i + 1];
        if (next !== undefined && predictor.control.admits(likelihoods.get(next) ?? 0, 0))
          predicted[reader] = (predicted[reader] ?? 0) + 1;
      });
    }
    expect(Math.min(...predicted)).toBeGreaterThan(190);
  });

  it('predicts a thousand readers at once as well as one', () => {
    const predictor = auto<number>();
    let predicted = 0;
    for (let i = 0; i < 12; i++) {
      for (let reader = 0; reader < 1000; reader++) {
        const from = 1e6 * reader;
        const likelihoods = step(predictor, run(from, i + 1), 12_000 * i + 12 * reader, { reader });
        if (i >= 4 && predictor.control.admits(likelihoods.get(from + i + 1) ?? 0, 0)) predicted++;
      }
    }
    expect(predicted / (8 * 1000)).toBeGreaterThan(0.99);
  });

  it('forgets a reader that has ended, and keeps the others', () => {
    const [left, full] = [auto<number>(), auto<number>()];
    for (const predictor of [left, full]) {
      walk(predictor, loop, { reader: 1 });
      walk(predictor, run(0, 30), { reader: 2 });
    }
    left.ended(1);
    expect(left.toJSON()).toEqual(full.toJSON());
    expect(walk(left, run(30, 5), { reader: 2 })).toEqual(walk(full, run(30, 5), { reader: 2 }));
    left.ended(2);
    expect(left.explain(35).likelihood).toBe(0);
  });

  it('tells each expert that a reader has ended, also if one of them throws', () => {
    const ended: string[] = [];
    const expert = (name: string, throws = false) => ({
      predict: () => undefined,
      ended(reader: number) {
        ended.push(`${name} ${reader}`);
        if (throws) throw new Error(name);
      },
    });
    const predictor = auto<number>({ experts: [expert('first', true), expert('second')] });
    expect(() => predictor.ended(3)).toThrow('first');
    expect(ended).toEqual(['first 3', 'second 3']);
  });

  it('tells no expert of a request whose reader another expert has ended', () => {
    const log: string[] = [];
    const expert = (name: string, act?: () => void) => ({
      predict: () => undefined,
      observe() {
        log.push(`${name} observed`);
        act?.();
      },
      ended: () => log.push(`${name} ended`),
    });
    const predictor = auto<number>({
      experts: [expert('first', () => predictor.ended(1)), expert('second')],
    });
    step(predictor, [1], 0);
    expect(log).toEqual(['first observed', 'first ended', 'second ended']);
  });

  it('predicts for one reader what it learned from another', () => {
    const predictor = auto<number>();
    walk(predictor, [...loop, ...loop, ...loop]);
    expect(sharePredicted(predictor, loop, 5, 2)).toBeGreaterThan(0.9);
  });

  it('learns nothing from questions without requests', () => {
    const [asked, fresh] = [auto<number>(), auto<number>()];
    for (const predictor of [asked, fresh]) walk(predictor, [...loop, ...loop]);
    for (let i = 0; i < 50; i++) likelihoodsOf(asked, i, run(0, i + 1));
    expect(likelihoodsOf(asked, loop[3] as number, loop.slice(0, 4))).toEqual(
      likelihoodsOf(fresh, loop[3] as number, loop.slice(0, 4)),
    );
    expect(asked.toJSON()).toEqual(fresh.toJSON());
  });

  it('predicts nothing while all keys are resident, and predicts again at the first miss', () => {
    const predictor = auto<number>();
    const keys = run(0, 400);
    const hits = { outcome: 'hit', isResident: () => true } as const;
    walk(predictor, keys, hits);
    expect([...step(predictor, run(371, 30), 401, hits)]).toEqual([]);
    const likelihoods = step(predictor, run(372, 30), 402);
    expect(predictor.control.admits(likelihoods.get(402) ?? 0, 0)).toBe(true);
  });

  it('predicts at a slow pace, however many keys are resident', () => {
    const predictor = auto<number>();
    const isResident = (key: number) => key < 400;
    const keys = run(0, 400);
    keys.forEach((_, i) => {
      predictor.control.moved(i * 20, 0, 6, 1000);
      step(predictor, keys.slice(Math.max(0, i - 29), i + 1), i, { outcome: 'hit', isResident });
    });
    expect(predictor.control.admits(predictor.explain(400).likelihood, 0)).toBe(true);
  });

  it('measures a further expert', () => {
    const secret = noise(400, 1e6, 11);
    const next = new Map(secret.map((key, i) => [key, secret[i + 1]]));
    const expert = (current: number): [number, number][] => [[next.get(current) ?? 0, 7], [1, 3]]; // prettier-ignore
    expect(sharePredicted(auto<number>({ experts: [expert] }), secret, 20)).toBeGreaterThan(0.9);
    expect(sharePredicted(auto<number>(), secret, 20)).toBeLessThan(0.05);
  });

  it('leaves out the experts of `without`', () => {
    const keys = run(0, 20);
    const without = ['strides', 'deltas', 'spatial'] as const;
    expect(sharePredicted(auto<number>(), keys, 3)).toBe(1);
    expect(sharePredicted(auto<number>({ without }), keys, 3)).toBe(0);
  });
});

describe('auto.explain', () => {
  it('returns the likelihood of a key, its expert, the threshold and the verdict', () => {
    const predictor = auto<number>();
    walk(predictor, run(0, 30));
    expect(predictor.explain(30).verdict).toBe('planned');
    expect(typeof predictor.explain(30).expert).toBe('string');
    expect(predictor.explain(30).likelihood).toBeGreaterThan(predictor.explain(30).threshold);
    expect(predictor.explain(5000)).toEqual({
      likelihood: 0,
      expert: undefined,
      threshold: predictor.control.threshold,
      verdict: 'skipped',
    });
  });
});

describe('The saved model of auto', () => {
  const own = { strides: null, deltas: null, markov: null, associations: null, spatial: null };
  const second = (parts: object) => ({
    version: 2,
    learned: { experts: own, uses: '', measured: 'gA', ...parts },
  });
  const learned = (parts: object) => ({
    version: 1,
    learned: { experts: own, precision: [], weights: [], ...parts },
  });
  const learn = (): AutoPredictor<number> => {
    const predictor = auto<number>();
    walk(predictor, [...loop, ...loop, ...loop]);
    return predictor;
  };

  it('predicts from the first request on after it is restored', () => {
    const kept = JSON.parse(JSON.stringify(learn().toJSON())) as AutoJson;
    expect(sharePredicted(auto<number>({ from: kept }), loop, 3)).toBeGreaterThan(0.9);
    expect(sharePredicted(auto<number>(), loop, 3)).toBe(0);
  });

  it('restores sequences as they are, and measurements as four predictions', () => {
    const kept = JSON.parse(JSON.stringify(learn().toJSON())) as AutoJson;
    const again = JSON.parse(JSON.stringify(auto<number>({ from: kept }).toJSON())) as AutoJson;
    const [before, after] = [kept, again].map(({ learned: own }) => own as MixerJson);
    expect(after?.experts).toEqual(before?.experts);
    const [first, then] = [before, after].map(
      (each) => readMeasured(each?.measured ?? '', silent as () => never).precision,
    );
    expect(then?.length).toBe(first?.length);
    expect(Math.max(...(then ?? []).map(([, , judged = 0]) => judged))).toBe(4);
  });

  it.each([
    ['many keys', () => noise(30_000, 1e9, 8)],
    ['many long keys', () => noise(30_000, 1e9, 8).map((key) => `${'long '.repeat(50)}${key}`)],
    ['readers of each kind', () => generateTraces(3000, 6).flatMap(({ keys }) => keys)],
  ])('has at most 150,000 characters after %s', (_name, keys) => {
    const predictor = auto<number | string>();
    // The history of an observed reader is not read.
    keys().forEach((key, i) => step(predictor, [key], i));
    const size = JSON.stringify(predictor.toJSON()).length;
    expect(size).toBeGreaterThan(30_000);
    expect(size).toBeLessThanOrEqual(150_000);
  });

  it('leaves out keys that it cannot give back', () => {
    const [one, other] = [{ id: 1 }, { id: 2 }];
    const predictor = auto<unknown>();
    walk<unknown>(predictor, [one, 'a', 10n, 'b', one, 'a', 10n, 'b', other, 'a']);
    const kept = JSON.stringify(predictor.toJSON());
    expect(kept).toContain('"ba"');
    expect(kept).toContain('["10n"]');
    expect(kept).not.toContain('{"id"');
  });

  it('is refused by an auto with other experts', () => {
    const from = learn().toJSON();
    expect(() => auto<number>({ from, without: ['markov'] })).toThrow(
      'Expected `from.learned.experts` to be those of associations, deltas, spatial, strides, got `"associations, deltas, markov, spatial, strides"` (string)',
    );
    expect(() => auto<number>({ from, experts: [() => []] })).toThrow(RangeError);
  });

  it.each([
    [null, TypeError, 'Expected `from` to be what `toJSON` of an `auto` gave, got `null` (null)'],
    [{ version: 3 }, RangeError, 'Expected `from.version` to be 2 or 1, got `3` (number)'],
    [{ version: 2 }, TypeError, 'Expected `from.learned` to be what'],
    [
      second({ experts: { ...own, markov: 5 } }),
      TypeError,
      'Expected `markov` to be what `toJSON` of `markov` gave, got `5` (number)',
    ],
    [second({ uses: 5 }), TypeError, 'Expected `from.learned` to be what'],
    [second({ measured: '' }), TypeError, 'Expected `from.learned.measured` to be what'],
    [second({ precision: [] }), TypeError, 'Expected `from.learned` to be what'],
    [
      { version: 1 },
      TypeError,
      'Expected `from.learned` to be what `toJSON` of an `auto` gave, got `undefined` (undefined)',
    ],
    [
      { version: 1, learned: { experts: {}, precision: [1], weights: [] } },
      TypeError,
      'Expected `from.learned` to be what',
    ],
    [
      { version: 1, learned: { experts: null, precision: [], weights: [] } },
      TypeError,
      'Expected `from.learned` to be what',
    ],
    [
      learned({ experts: { ...own, markov: 5 } }),
      TypeError,
      'Expected `markov` to be what `toJSON` of `markov` gave, got `5` (number)',
    ],
    [learned({ precision: [['0', 1, 2]] }), TypeError, 'Expected `from.learned` to be what'],
    [learned({ weights: 7 }), TypeError, 'Expected `from.learned` to be what'],
  ])('is refused if it is %j', (from, Kind, message) => {
    expect(() => auto({ from: from as AutoJson })).toThrow(Kind);
    expect(() => auto({ from: from as AutoJson })).toThrow(message);
  });
});

describe('Wrong options of auto', () => {
  it.each([
    [{ waste: -1 }, RangeError, 'Expected `waste` to be a number of 0 or more, got `-1` (number)'],
    [
      { dwell: '5' },
      TypeError,
      'Expected `dwell` to be a number from 0 to 2147483647, got `"5"` (string)',
    ],
    [
      { dwell: 2 ** 31 },
      RangeError,
      'Expected `dwell` to be a number from 0 to 2147483647, got `2147483648` (number)',
    ],
    [
      { experts: 5 },
      TypeError,
      'Expected `experts` to be an array of predictors, got `5` (number)',
    ],
    [
      { experts: [5] },
      TypeError,
      'Expected `experts[0]` to be a function or an object with `predict`, got `5` (number)',
    ],
    [
      { experts: run(0, 6) },
      RangeError,
      'Expected `experts` to be at most 5 predictors, got `an array of 6` (object)',
    ],
    [
      { without: ['order'] },
      RangeError,
      'Expected `without` to be some of strides, deltas, markov, associations, spatial, got `"order"` (string)',
    ],
  ])('are refused at once: %j', (options, Kind, message) => {
    expect(() => auto(options as object)).toThrow(Kind);
    expect(() => auto(options as object)).toThrow(message);
  });
});
