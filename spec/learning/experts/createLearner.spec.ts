import { describe, expect, it } from '@jest/globals';
import { associations } from '../../../src/learning/experts/associations.js';
import { deltas } from '../../../src/learning/experts/deltas.js';
import { markov } from '../../../src/learning/experts/markov.js';
import { spatial } from '../../../src/learning/experts/spatial.js';
import { strides } from '../../../src/learning/experts/strides.js';
import { auto } from '../../../src/auto/auto.js';
import { likelihoodsOf } from '../../../src/predictors/likelihoodsOf.js';
import { run, walk } from '../../support/walk.js';

const learners = { auto, markov, associations, deltas, spatial, strides };
const rows = [...run(0, 30), ...run(0, 30), ...run(0, 30)];
const others = [...run(500, 30, 7), ...run(500, 30, 7)];

describe.each(Object.entries(learners))('%s', (name, create) => {
  it('counts the requests that it observes', () => {
    const learner = create<number>();
    expect(learner.observed()).toBe(0);
    walk(learner, rows);
    expect(learner.observed()).toBe(90);
  });

  it('takes over a model late, in place of what it has learned until then', () => {
    if (name === 'strides') return;
    const first = create<number>();
    walk(first, rows);
    const saved = JSON.parse(JSON.stringify(first)) as never;
    const late = create<number>();
    walk(late, others);
    late.restore(saved);
    const early = create<number>();
    early.restore(saved);
    expect(late.observed()).toBe(60);
    for (const learner of [late, early]) walk(learner, run(0, 3));
    const likelihoods = likelihoodsOf(late, 2, [0, 1, 2]);
    expect(likelihoods.size).toBeGreaterThan(0);
    expect(likelihoods).toEqual(likelihoodsOf(early, 2, [0, 1, 2]));
  });

  it('has not changed where a model does not fit', () => {
    if (name === 'strides') return;
    const [learner, same] = [create<number>(), create<number>()];
    for (const each of [learner, same]) walk(each, rows);
    const broken = JSON.parse(JSON.stringify(learner)) as { version: unknown };
    broken.version = 99;
    expect(() => learner.restore(broken as never)).toThrow(RangeError);
    expect(likelihoodsOf(learner, 29, rows)).toEqual(likelihoodsOf(same, 29, rows));
    expect(JSON.stringify(learner)).toBe(JSON.stringify(same));
  });
});
