import { describe, expect, it } from '@jest/globals';
import { chooseItems } from '../../../src/learning/models/chooseItems.js';

describe('chooseItems', () => {
  it('chooses those that are worth most, of equals the last', () => {
    expect([...chooseItems([1, 5, 1, 2], [10, 10, 10, 10], 30)]).toEqual([0, 1, 1, 1]);
    expect([...chooseItems([300, 256, 1000], [1, 1, 1], 2)]).toEqual([0, 1, 1]);
  });

  it('passes over an item that does not fit any more', () => {
    expect([...chooseItems([9, 5, 1], [50, 10, 10], 20)]).toEqual([0, 1, 1]);
  });

  it('chooses all within a large limit, and none within 0', () => {
    expect([...chooseItems([0, 1], [3, 4], 7)]).toEqual([1, 1]);
    expect([...chooseItems([0, 1], [3, 4], 0)]).toEqual([0, 0]);
  });
});
