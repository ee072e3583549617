import { describe, expect, it } from '@jest/globals';
import { isCurrent } from '../../src/cache/readerState.js';
import { moveTo, reader } from './readers.js';

describe('A reader', () => {
  it('is at no key before it has moved, not even at undefined', () => {
    const state = reader<unknown>();
    expect(isCurrent(state, undefined)).toBe(false);
    moveTo(state, undefined);
    expect(isCurrent(state, undefined)).toBe(true);
  });

  it('is at the key that it requested last, as a Map compares keys', () => {
    const state = reader<unknown>();
    moveTo(state, NaN);
    expect([NaN, undefined, 0].map((id) => isCurrent(state, id))).toEqual([true, false, false]);
    moveTo(state, -0);
    expect([0, NaN].map((id) => isCurrent(state, id))).toEqual([true, false]);
  });
});
