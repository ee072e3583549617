import { describe, expect, it } from '@jest/globals';
import { levelOf } from '../../../src/learning/counts/levelOf.js';

describe('levelOf', () => {
  it('counts the bounds that a value reaches, each from its own value on', () => {
    const levels = [-1, 0.19, 0.2, 0.49, 0.5, 7].map((value) => levelOf(value, [0.2, 0.5]));
    expect(levels).toEqual([0, 0, 1, 1, 2, 2]);
  });
});
