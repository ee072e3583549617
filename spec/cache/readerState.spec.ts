import { describe, expect, it } from '@jest/globals';
import { isCurrent } from '../../src/cache/readerState.js';
import { moveTo, reader } from './readers.js';

describe('A reader', () => {
  it('has no current key before it has moved, not even undefined', () => {
    const state = reader<unknown>();
    expect(isCurrent(state, undefined)).toBe(false);
    moveTo(state, undefined);
    expect(isCurrent(state, undefined)).toBe(true);
  });

  it('has the last requested key as its current key, as a Map compares keys', () => {
    const state = reader<unknown>();
    moveTo(state, NaN);
    expect([NaN, undefined, 0].map((id) => isCurrent(state, id))).toEqual([true, false, false]);
    moveTo(state, -0);
    expect([0, NaN].map((id) => isCurrent(state, id))).toEqual([true, false]);
  });
});
