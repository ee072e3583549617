import { describe, expect, it } from '@jest/globals';
import { isExactly } from './equal.js';

describe('isExactly', () => {
  it('compiles only for the exact type', () => {
    const number: number = Math.random();
    const anything: unknown[] = [JSON.parse('5')];
    expect(isExactly<number>()(number)).toBe(true);
    // @ts-expect-error: a number is more than 5
    isExactly<5>()(number);
    // @ts-expect-error: a number is assignable to unknown, but is not it
    isExactly<unknown>()(number);
    // @ts-expect-error: unknown is no number
    isExactly<number[]>()(anything);
  });
});
