import { describe, expect, it } from '@jest/globals';
import type { LearningPredictor } from '../../../src/learning/learningPredictor.js';
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
/** The likelihoods at the end of a history: of a restored predictor, and of the one that learned. */
function compare(
  create: () => LearningPredictor<Key>,
  learner: LearningPredictor<Key>,
  history: readonly Key[],
) {
  const other = create();
  other.restore(JSON.parse(JSON.stringify(learner)));
  const current = history.at(-1) as Key;
  return [other, learner].map((each) =>
    [...likelihoodsOf(each, current, history)].sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

describe.each(experts)('The saved memory of $name', ({ name, create, characters }) => {
  it('restores the same likelihoods', () => {
    const keys = [...run(10, 30, 3), ...noise(20, 1000, 5), ...run(10, 30, 3)];
    const learner = create();
    walk(learner, keys);
    const [restored, saved] = compare(create, learner, [...keys, 10, 13, 16]);
    expect(saved?.length).toBeGreaterThan(0);
    expect(restored).toEqual(saved);
  });

  it(`has at most ${characters} characters, and restores the likeliest keys of the kept contexts`, () => {
    const web = generateTraces(8000, 4).flatMap(({ name: pattern, keys }) =>
      ['web', 'pan', 'scrub'].includes(pattern) ? keys : [],
    );
    const learner = create();
    walk(learner, web);
    const json = JSON.stringify(learner.toJSON({ maxCharacters: characters }));
    expect(json.length).toBeLessThanOrEqual(characters);
    // Nearly full: the next context did not fit.
    expect(json.length).toBeGreaterThan(0.85 * characters);
    const other = create();
    other.restore(JSON.parse(json));
    // Where a longer context was not kept, a shorter one predicts the likeliest key.
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

  it('stays within its limit after any number of keys of any length', () => {
    const learner = create();
    walk(learner, noise(30_000, 1e9, 8).map((key) => (key % 2 ? key : `${'long '.repeat(100)}${key}`))); // prettier-ignore
    expect(
      JSON.stringify(learner.toJSON({ maxCharacters: characters })).length,
    ).toBeLessThanOrEqual(characters);
  });

  it.each<
    [title: string, change: (json: MemoryJson) => unknown, Kind: new () => Error, message: string]
  >([
    [
      'null',
      () => null,
      TypeError,
      `Expected \`${name}\` to be what \`toJSON\` of \`${name}\` gave, got \`null\` (null)`,
    ],
    [
      'of another version',
      (json) => ({ ...json, version: 2 }),
      RangeError,
      `Expected \`${name}.version\` to be 1, got \`2\` (number)`,
    ],
    [
      'of another expert',
      (json) => ({ ...json, expert: 'other' }),
      TypeError,
      `Expected \`${name}\` to be what \`toJSON\` of \`${name}\` gave, got`,
    ],
    [
      'without numbers as symbols',
      (json) => ({ ...json, symbols: ['a'] }),
      TypeError,
      `Expected \`${name}\` to be what`,
    ],
    [
      'without values',
      (json) => ({ ...json, values: undefined }),
      TypeError,
      `Expected \`${name}\` to be what`,
    ],
    [
      'without contexts',
      (json) => ({ ...json, contexts: [] }),
      TypeError,
      `Expected \`${name}\` to be what`,
    ],
    [
      'without numbers in its rows',
      (json) => ({ ...json, contexts: json.contexts.map(() => [['a', 'b']]) }),
      TypeError,
      `Expected \`${name}\` to be what`,
    ],
  ])('is refused if it is %s', (_title, change, Kind, message) => {
    const learner = create();
    walk(learner, run(0, 20));
    const json = change(learner.toJSON() as MemoryJson);
    expect(() => create().restore(json)).toThrow(Kind);
    expect(() => create().restore(json)).toThrow(message);
  });
});
