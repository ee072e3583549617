import { describe, expect, it } from '@jest/globals';
import type { LearningPredictor } from '../../../src/learning/learningPredictor.js';
import { associations } from '../../../src/learning/experts/associations.js';
import { deltas } from '../../../src/learning/experts/deltas.js';
import type { ExpertJson } from '../../../src/learning/models/memoryJson.js';
import { likelihoodsOf } from '../../../src/predictors/likelihoodsOf.js';
import { markov } from '../../../src/learning/experts/markov.js';
import { spatial } from '../../../src/learning/experts/spatial.js';
import { generateTraces } from '../../../tools/bench/replay/generateTraces.js';
import { noise, run, walk } from '../../support/walk.js';

type Key = number | string;

const experts = [
  { name: 'deltas', create: () => deltas<Key>() },
  { name: 'markov', create: () => markov<Key>() },
  { name: 'associations', create: () => associations<Key>() },
  { name: 'spatial', create: () => spatial<Key>() },
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

describe.each(experts)('The saved memory of $name', ({ name, create }) => {
  it('restores the same likelihoods', () => {
    const keys = [...run(10, 30, 3), ...noise(20, 1000, 5), ...run(10, 30, 3)];
    const learner = create();
    walk(learner, keys);
    const [restored, saved] = compare(create, learner, [...keys, 10, 13, 16]);
    expect(saved?.length).toBeGreaterThan(0);
    expect(restored).toEqual(saved);
  });

  it.each([1000, 8000, 40_000])(
    'has at most %i characters, and predicts the likeliest keys of what it keeps',
    (maxCharacters) => {
      const web = generateTraces(4000, 4).flatMap(({ name: pattern, keys }) =>
        ['web', 'pan', 'scrub'].includes(pattern) ? keys : [],
      );
      const learner = create();
      walk(learner, web);
      const json = JSON.stringify(learner.toJSON({ maxCharacters }));
      expect(json.length).toBeLessThanOrEqual(maxCharacters);
      const all = JSON.stringify(learner.toJSON({ maxCharacters: Infinity })).length;
      if (all > maxCharacters) expect(json.length).toBeGreaterThan(0.7 * maxCharacters);
      const other = create();
      other.restore(JSON.parse(json));
      let [asked, agreed] = [0, 0];
      for (let i = web.length - 1000; i < web.length; i++) {
        const history = web.slice(i - 8, i + 1);
        const [before, after] = [learner, other].map((each) =>
          likelihoodsOf(each, web[i] as Key, history),
        );
        const [likeliest] = [...(before ?? [])].sort(([, a], [, b]) => b - a);
        if (likeliest === undefined || after?.size === 0) continue;
        asked++;
        if (after?.has(likeliest[0])) agreed++;
      }
      expect(agreed).toBeGreaterThanOrEqual(0.7 * asked);
    },
  );

  it('stays within its limit after any number of keys of any length', () => {
    const learner = create();
    walk(learner, noise(20_000, 1e9, 8).map((key) => (key % 2 ? key : `${'long '.repeat(100)}${key}`))); // prettier-ignore
    for (const maxCharacters of [1000, 5000, 150_000])
      expect(JSON.stringify(learner.toJSON({ maxCharacters })).length).toBeLessThanOrEqual(
        maxCharacters,
      );
  });

  it('is refused with the path of what does not fit, and leaves the predictor as it was', () => {
    const learner = create();
    walk(learner, run(0, 20));
    const json = learner.toJSON() as ExpertJson;
    const unfit = `to be what \`toJSON\` of \`${name}\` gave`;
    const cases: readonly [unknown, string][] = [
      [null, `Expected \`${name}\` ${unfit}, got \`null\` (null)`],
      [{ ...json, version: 3 }, `Expected \`${name}.version\` to be 2 or 1, got \`3\` (number)`],
      [{ ...json, expert: 'other' }, `Expected \`${name}\` ${unfit}`],
      [{ ...json, values: undefined }, `Expected \`${name}.values\` ${unfit}`],
      [{ ...json, text: 5 }, `Expected \`${name}.text\` ${unfit}`],
      [{ ...json, digits: '' }, `Expected \`${name}.digits\` ${unfit}`],
      [{ ...json, digits: '~' }, `Expected \`${name}.digits\` ${unfit}`],
      [{ ...json, digits: json.digits.slice(0, -2) }, `Expected \`${name}.digits\` ${unfit}`],
    ];
    const history = run(0, 20);
    const before = likelihoodsOf(learner, 19, history);
    for (const [wrong, message] of cases) {
      expect(() => create().restore(wrong)).toThrow(message);
      expect(() => learner.restore(wrong)).toThrow(message);
    }
    expect(likelihoodsOf(learner, 19, history)).toEqual(before);
  });
});
