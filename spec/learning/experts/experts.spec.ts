import { describe, expect, it } from '@jest/globals';
import type { Expert } from '../../../src/learning/expert.js';
import { associations } from '../../../src/learning/experts/associations.js';
import { auto } from '../../../src/auto/auto.js';
import { deltas } from '../../../src/learning/experts/deltas.js';
import { likelihoodsOf } from '../../../src/predictors/likelihoodsOf.js';
import { markov } from '../../../src/learning/experts/markov.js';
import { spatial } from '../../../src/learning/experts/spatial.js';
import { strides } from '../../../src/learning/experts/strides.js';
import { predictorContract } from '../../../src/testing/predictorContract.js';
import { noise, run, walk } from '../../support/walk.js';

const experts: Readonly<Record<string, <K>() => Expert<K>>> = {
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

/** How many of the accesses from `from` on an expert had named in the four accesses before. */
function share(create: () => Expert<number>, keys: readonly number[], from: number): number {
  const expert = create();
  let named = 0;
  const before: Map<number, number>[] = [];
  keys.forEach((key, i) => {
    if (i >= from && before.slice(-4).some((said) => said.has(key))) named++;
    before.push(walkOn(expert, keys, i));
  });
  return named / (keys.length - from);
}
function walkOn(
  expert: Pick<Expert<number>, 'observe' | 'predict'>,
  keys: readonly number[],
  i: number,
): Map<number, number> {
  const said = new Map<number, number>();
  const key = keys[i] as number;
  expert.observe({ key, at: i, reader: 1, outcome: 'miss', isResident: () => false });
  expert.predict(key, keys.slice(Math.max(0, i - 29), i + 1), (each, likelihood) =>
    said.set(each, likelihood),
  );
  return said;
}

const loop = noise(40, 1e6, 3);
const loops = [...loop, ...loop, ...loop];
/** Groups of four keys that come together, each time in another order. */
const groups = noise(150, 20, 5).flatMap((group, i) => {
  const keys = [0, 1, 2, 3].map((member) => 1000 * group + 137 * member * (group + 1));
  return [...keys.slice(i % 4), ...keys.slice(0, i % 4)];
});
const interleaved = run(0, 60).flatMap((i) => [3 * i, 100_000 - 5 * i, 200_000 + 7 * i]);
/** Views of 3 × 2 tiles in rows of 100, panned to the right, in another order each time. */
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
  ['strides', 'rows of keys that are interleaved', interleaved, 9],
  ['deltas', 'a pattern of jumps', jumps, 24],
  ['markov', 'a loop, from its second lap on', loops, 42],
  ['associations', 'groups whose order changes', groups, 300],
  ['spatial', 'views that are panned', views, 60],
];

describe.each(patterns)('%s', (name, title, keys, from) => {
  const create = experts[name] as <K>() => Expert<K>;
  it(`foresees ${title}`, () => {
    expect(share(create, keys, from)).toBeGreaterThan(0.6);
  });

  it('foresees it as well mirrored', () => {
    const mirrored = keys.map((key) => 1_000_000 - key);
    expect(Math.abs(share(create, mirrored, from) - share(create, keys, from))).toBeLessThan(0.05);
  });

  it('foresees nothing in noise', () => {
    expect(share(create, noise(400, 1e6, 7), 20)).toBeLessThan(0.03);
  });

  it('says nothing before it has seen anything', () => {
    expect([...likelihoodsOf(create<number>(), 5, [5])]).toEqual([]);
  });
});

describe('strides', () => {
  it('is sure of a run from its third access on', () => {
    expect(walk(strides<number>(), [10, 17, 24]).get(31)).toBeCloseTo(0.5, 1);
    expect(walk(strides<number>(), [10, 17, 24, 31]).get(38)).toBeCloseTo(0.75, 1);
  });

  it('goes on with a row after a jump elsewhere and back', () => {
    expect(walk(strides<number>(), [10, 11, 12, 13, 5000, 14]).get(15)).toBeCloseTo(0.75, 1);
  });

  it('names no key beyond the safe integers', () => {
    const last = Number.MAX_SAFE_INTEGER;
    expect([...walk(strides<number>(), [last - 4, last - 3, last - 2]).keys()]).toEqual([
      last - 1,
      last,
    ]);
  });
});

describe('spatial', () => {
  it('knows of each region which offsets lead on there', () => {
    // Pairs that begin anywhere: 8 apart in the even regions, 3 in the odd ones. Each kind of guess
    // is measured as a mixer does.
    const pairs = noise(300, 6, 7).flatMap((region, i) => [
      8192 * region + 150 * (i % 50),
      8192 * region + 150 * (i % 50) + (region % 2 ? 3 : 8),
    ]);
    const predictor = auto<number>({ without: ['strides', 'deltas', 'markov', 'associations'] });
    pairs.forEach((_, i) => walkOn(predictor, pairs, i));
    const likelihoods = (key: number): number[] => {
      const said = walkOn(predictor, [...pairs, key], pairs.length);
      return [said.get(key + 3) ?? 0, said.get(key + 8) ?? 0];
    };
    const [three = 0, eight = 0] = likelihoods(8192 * 2 + 7777);
    expect(eight).toBeGreaterThan(0.8);
    expect(three).toBeLessThan(0.2);
    const [odd = 0, other = 0] = likelihoods(8192 * 3 + 7777);
    expect(odd).toBeGreaterThan(0.8);
    expect(other).toBeLessThan(0.2);
  });
});

describe('how far spatial looks', () => {
  /**
   * Whether a key 5 on is named, after pairs 5 apart with so many keys between them that are near
   * nothing.
   */
  const isNamedAfter = (between: number): boolean => {
    const far = (i: number): number => 1_000_000 + 10_000 * i;
    const keys = run(1, 30).flatMap((i) => [
      1_000 * i,
      ...run(0, between).map((j) => far(20 * i + j)),
      1_000 * i + 5,
    ]);
    return walk(spatial<number>(), [...keys, 500_000]).has(500_005);
  };

  it('is back to the eighth key before, and no further', () => {
    expect([isNamedAfter(7), isNamedAfter(8)]).toEqual([true, false]);
  });

  it('is 26 scores a move at most', () => {
    const expert = spatial<number>();
    const keys = noise(2000, 40, 3);
    const scores = keys.map((key, i) => {
      let said = 0;
      expert.observe({ key, at: i, reader: 1, outcome: 'miss', isResident: () => false });
      expert.guess(key, keys.slice(Math.max(0, i - 29), i + 1), 8, () => said++);
      return said;
    });
    expect(Math.max(...scores)).toBeLessThanOrEqual(26);
    expect(Math.max(...scores)).toBeGreaterThan(15);
  });
});

describe('experts with steps', () => {
  it('know map tiles: neighbours, the parent, a child', () => {
    const pan = run(10, 20).map((x) => `7/${x}/40`);
    expect(walk(deltas<string>(), pan).has('7/30/40')).toBe(true);
    expect(walk(spatial<string>(), pan).has('7/30/40')).toBe(true);
    const zoom = run(2, 8).map((z) => `${z}/${2 ** z - 1}/0`);
    expect(walk(deltas<string>(), zoom).has('10/1023/0')).toBe(true);
  });
});
