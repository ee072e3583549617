import { describe, expect, it } from '@jest/globals';
import type { Expert } from '../../../src/learning/expert.js';
import { associations } from '../../../src/learning/experts/associations.js';
import { deltas } from '../../../src/learning/experts/deltas.js';
import type { MemoryJson } from '../../../src/learning/models/memory.js';
import { likelihoodsOf } from '../../../src/predictors/likelihoodsOf.js';
import { markov } from '../../../src/learning/experts/markov.js';
import { spatial } from '../../../src/learning/experts/spatial.js';
import { generateTraces } from '../../../tools/bench/replay/generateTraces.js';
import { noise, run, walk } from '../../support/walk.js';

type Key = number | string;

const experts = [
  { name: 'deltas', create: () => deltas<Key>(), characters: 12_000 },
  { name: 'markov', create: () => markov<Key>(), characters: 90_000 },
  { name: 'associations', create: () => associations<Key>(), characters: 28_000 },
  { name: 'spatial', create: () => spatial<Key>(), characters: 8_000 },
];
/**
 * What is said of the keys behind the last of a history, by who learned and by who took it over.
 */
function compare(create: () => Expert<Key>, learner: Expert<Key>, history: readonly Key[]) {
  const other = create();
  other.restore(JSON.parse(JSON.stringify(learner)) as never);
  const current = history.at(-1) as Key;
  return [other, learner].map((each) =>
    [...likelihoodsOf(each, current, history)].sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

describe.each(experts)('What $name has learned', ({ name, create, characters }) => {
  it('is said again by who takes it over', () => {
    const keys = [...run(10, 30, 3), ...noise(20, 1000, 5), ...run(10, 30, 3)];
    const learner = create();
    walk(learner, keys);
    const [restored, saved] = compare(create, learner, [...keys, 10, 13, 16]);
    expect(saved?.length).toBeGreaterThan(0);
    expect(restored).toEqual(saved);
  });

  it(`has at most ${characters} characters, and is said again as far as it is kept`, () => {
    const web = generateTraces(8000, 4).flatMap(({ name: pattern, keys }) =>
      ['web', 'pan', 'scrub'].includes(pattern) ? keys : [],
    );
    const learner = create();
    walk(learner, web);
    const json = JSON.stringify(learner);
    expect(json.length).toBeLessThanOrEqual(characters);
    // Full, but for the last thing that had no place.
    expect(json.length).toBeGreaterThan(0.85 * characters);
    const other = create();
    other.restore(JSON.parse(json) as never);
    // Where the longer context was not worth its place a shorter one speaks: what was likeliest is
    // named all the same.
    let [asked, agreed] = [0, 0];
    for (let i = web.length - 2000; i < web.length; i++) {
      const history = web.slice(i - 8, i + 1);
      const [before, after] = [learner, other].map((each) =>
        likelihoodsOf(each, web[i] as Key, history),
      );
      const [likeliest] = [...(before ?? [])].sort(([, a], [, b]) => b - a);
      if (likeliest === undefined || after?.size === 0) continue;
      asked++;
      if (after?.has(likeliest[0])) agreed++;
    }
    expect(asked).toBeGreaterThan(200);
    expect(agreed / asked).toBeGreaterThan(0.9);
  });

  it('stays small after any number of keys, however long they are', () => {
    const learner = create();
    walk(learner, noise(30_000, 1e9, 8).map((key) => (key % 2 ? key : `${'long '.repeat(100)}${key}`))); // prettier-ignore
    expect(JSON.stringify(learner).length).toBeLessThanOrEqual(characters);
  });

  it.each<
    [title: string, change: (json: MemoryJson) => unknown, Kind: new () => Error, message: string]
  >([
    [
      'nothing',
      () => null,
      TypeError,
      `Expected \`${name}\` to be what \`toJSON\` of \`${name}\` gave, got \`null\` (null)`,
    ],
    [
      'that of another version',
      (json) => ({ ...json, version: 2 }),
      RangeError,
      `Expected \`${name}.version\` to be 1, got \`2\` (number)`,
    ],
    [
      'that of another expert',
      (json) => ({ ...json, expert: 'other' }),
      TypeError,
      `Expected \`${name}\` to be what \`toJSON\` of \`${name}\` gave, got`,
    ],
    [
      'one with symbols that are none',
      (json) => ({ ...json, symbols: ['a'] }),
      TypeError,
      `Expected \`${name}\` to be what`,
    ],
    [
      'one without values',
      (json) => ({ ...json, values: undefined }),
      TypeError,
      `Expected \`${name}\` to be what`,
    ],
    [
      'one that lacks contexts',
      (json) => ({ ...json, contexts: [] }),
      TypeError,
      `Expected \`${name}\` to be what`,
    ],
    [
      'one with other rows',
      (json) => ({ ...json, contexts: json.contexts.map(() => [['a', 'b']]) }),
      TypeError,
      `Expected \`${name}\` to be what`,
    ],
  ])('is refused where it is %s', (_title, change, Kind, message) => {
    const learner = create();
    walk(learner, run(0, 20));
    const json = change(learner.toJSON() as MemoryJson);
    expect(() => create().restore(json as never)).toThrow(Kind);
    expect(() => create().restore(json as never)).toThrow(message);
  });
});
