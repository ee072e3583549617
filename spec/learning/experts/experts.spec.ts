import { describe, expect, it } from '@jest/globals';
import { associations } from '../../../src/learning/experts/associations.js';
import { auto } from '../../../src/auto/auto.js';
import { deltas } from '../../../src/learning/experts/deltas.js';
import { likelihoodsOf } from '../../../src/predictors/likelihoodsOf.js';
import { markov } from '../../../src/learning/experts/markov.js';
import { createSpatial, spatial } from '../../../src/learning/experts/spatial.js';
import { strides } from '../../../src/learning/experts/strides.js';
import type { LearningPredictor } from '../../../src/learning/learningPredictor.js';
import { predictorContract } from '../../../src/testing/predictorContract.js';
import { noise, run, walk } from '../../support/walk.js';

const experts: Readonly<Record<string, <K>() => LearningPredictor<K>>> = {
  strides,
  deltas,
  markov,
  associations,
  spatial,
};

for (const [name, create] of Object.entries(experts)) {
  predictorContract({ describe, it }, name, () => create<number>(), {
    walk: [5, 6, 7, 3, 9, -10, 1e6, 5, 6, 7],
  });
  predictorContract({ describe, it }, `${name} on strings`, () => create<string>(), {
    walk: ['a', '3/1/1', '3/1/2', 'b', 'a', '3/1/3'],
  });
}

/** Share of the requests from `from` on whose key was predicted at one of the four requests before. */
function share(
  create: () => LearningPredictor<number>,
  keys: readonly number[],
  from: number,
): number {
  const expert = create();
  let predicted = 0;
  const before: Map<number, number>[] = [];
  keys.forEach((key, i) => {
    if (i >= from && before.slice(-4).some((likelihoods) => likelihoods.has(key))) predicted++;
    before.push(walkOn(expert, keys, i));
  });
  return predicted / (keys.length - from);
}
function walkOn(
  expert: Pick<LearningPredictor<number>, 'observe' | 'predict'>,
  keys: readonly number[],
  i: number,
): Map<number, number> {
  const likelihoods = new Map<number, number>();
  const key = keys[i] as number;
  expert.observe({ key, at: i, reader: 1, outcome: 'miss', isResident: () => false });
  expert.predict(key, keys.slice(Math.max(0, i - 29), i + 1), (each, likelihood) =>
    likelihoods.set(each, likelihood),
  );
  return likelihoods;
}

const loop = noise(40, 1e6, 3);
const loops = [...loop, ...loop, ...loop];
/** Groups of four keys that are requested together, each time in another order. */
const groups = noise(150, 20, 5).flatMap((group, i) => {
  const keys = [0, 1, 2, 3].map((member) => 1000 * group + 137 * member * (group + 1));
  return [...keys.slice(i % 4), ...keys.slice(0, i % 4)];
});
const interleaved = run(0, 60).flatMap((i) => [3 * i, 100_000 - 5 * i, 200_000 + 7 * i]);
/** Views of 3 × 2 tiles in rows of 100, panned to the right, each time in another order. */
const views = run(0, 60).flatMap((x, i) =>
  (i % 2 ? [0, 100, 1, 101, 2, 102] : [102, 0, 101, 1, 100, 2]).map((at) => 5000 + x + at),
);
const jumps = run(0, 60).flatMap((i) => [100 * i, 100 * i + 15, 100 * i + 14, 100 * i + 60]);

const patterns: readonly (readonly [
  name: string,
  title: string,
  keys: readonly number[],
  from: number,
])[] = [
  ['strides', 'interleaved streams', interleaved, 9],
  ['deltas', 'a pattern of jumps', jumps, 24],
  ['markov', 'a loop from its second lap on', loops, 42],
  ['associations', 'groups whose order changes', groups, 300],
  ['spatial', 'views that are panned', views, 60],
];

describe.each(patterns)('%s', (name, title, keys, from) => {
  const create = experts[name] as <K>() => LearningPredictor<K>;
  it(`predicts ${title}`, () => {
    expect(share(create, keys, from)).toBeGreaterThan(0.6);
  });

  it('predicts the mirrored keys as well', () => {
    const mirrored = keys.map((key) => 1_000_000 - key);
    expect(Math.abs(share(create, mirrored, from) - share(create, keys, from))).toBeLessThan(0.05);
  });

  it('predicts nothing in noise', () => {
    expect(share(create, noise(400, 1e6, 7), 20)).toBeLessThan(0.03);
  });

  it('predicts nothing before its first request', () => {
    expect([...likelihoodsOf(create<number>(), 5, [5])]).toEqual([]);
  });
});

describe('strides', () => {
  it('is sure of a run from its third request on', () => {
    expect(walk(strides<number>(), [10, 17, 24]).get(31)).toBeCloseTo(0.5, 1);
    expect(walk(strides<number>(), [10, 17, 24, 31]).get(38)).toBeCloseTo(0.75, 1);
  });

  it('continues a stream after a jump elsewhere and back', () => {
    expect(walk(strides<number>(), [10, 11, 12, 13, 5000, 14]).get(15)).toBeCloseTo(0.75, 1);
  });

  it('predicts no key beyond the safe integers', () => {
    const last = Number.MAX_SAFE_INTEGER;
    expect([...walk(strides<number>(), [last - 4, last - 3, last - 2]).keys()]).toEqual([
      last - 1,
      last,
    ]);
  });
});

describe('spatial', () => {
  it('learns the offsets of each region', () => {
    // Pairs anywhere in a region: 8 apart in even regions, 3 in odd ones. `auto` measures each kind of
    // prediction.
    const pairs = noise(300, 6, 7).flatMap((region, i) => [
      8192 * region + 150 * (i % 50),
      8192 * region + 150 * (i % 50) + (region % 2 ? 3 : 8),
    ]);
    const predictor = auto<number>({ without: ['strides', 'deltas', 'markov', 'associations'] });
    pairs.forEach((_, i) => walkOn(predictor, pairs, i));
    const likelihoodsAt = (key: number): number[] => {
      const likelihoods = walkOn(predictor, [...pairs, key], pairs.length);
      return [likelihoods.get(key + 3) ?? 0, likelihoods.get(key + 8) ?? 0];
    };
    const [three = 0, eight = 0] = likelihoodsAt(8192 * 2 + 7777);
    expect(eight).toBeGreaterThan(0.8);
    expect(three).toBeLessThan(0.2);
    const [odd = 0, other = 0] = likelihoodsAt(8192 * 3 + 7777);
    expect(odd).toBeGreaterThan(0.8);
    expect(other).toBeLessThan(0.2);
  });
});

describe('The limits of spatial', () => {
  /** Whether pairs 5 apart are learned with so many distant keys between their two keys. */
  const isLearnedWith = (between: number): boolean => {
    const far = (i: number): number => 1_000_000 + 10_000 * i;
    const keys = run(1, 30).flatMap((i) => [
      1_000 * i,
      ...run(0, between).map((j) => far(20 * i + j)),
      1_000 * i + 5,
    ]);
    return walk(spatial<number>(), [...keys, 500_000]).has(500_005);
  };

  it('are the eighth key before the last one', () => {
    expect([isLearnedWith(7), isLearnedWith(8)]).toEqual([true, false]);
  });

  it('are 26 predictions a move', () => {
    const expert = createSpatial<number>({});
    const keys = noise(2000, 40, 3);
    const predictions = keys.map((key, i) => {
      let added = 0;
      expert.observe({ key, at: i, reader: 1, outcome: 'miss', isResident: () => false });
      expert.predictByKind(key, keys.slice(Math.max(0, i - 29), i + 1), 8, () => added++);
      return added;
    });
    expect(Math.max(...predictions)).toBeLessThanOrEqual(26);
    expect(Math.max(...predictions)).toBeGreaterThan(15);
  });
});

describe('Experts with steps', () => {
  it('predict map tiles: neighbours, the parent, a child', () => {
    const pan = run(10, 20).map((x) => `7/${x}/40`);
    expect(walk(deltas<string>(), pan).has('7/30/40')).toBe(true);
    expect(walk(spatial<string>(), pan).has('7/30/40')).toBe(true);
    const zoom = run(2, 8).map((z) => `${z}/${2 ** z - 1}/0`);
    expect(walk(deltas<string>(), zoom).has('10/1023/0')).toBe(true);
  });
});
