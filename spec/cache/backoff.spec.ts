import { describe, expect, it } from '@jest/globals';
import { createBackoff } from '../../src/cache/backoff.js';

describe('The rest after failure', () => {
  it('lasts for the time that is given', () => {
    const backoff = createBackoff(100, 10);
    backoff.failed('a', 1000);
    expect([1000, 1099, 1100].map((now) => backoff.isResting('a', now))).toEqual([true, true, false]);
    expect(backoff.isResting('b', 1000)).toBe(false);
  });

  it('doubles at each failure in a row, up to an hour', () => {
    const backoff = createBackoff(600_000, 10);
    const rests = Array.from({ length: 6 }, () => {
      backoff.failed('a', 0);
      return [600, 1200, 2400, 3600].find(
        (seconds) => backoff.isResting('a', seconds * 1000 - 1) && !backoff.isResting('a', seconds * 1000),
      );
    });
    expect(rests).toEqual([600, 1200, 2400, 3600, 3600, 3600]);
  });

  it('is never cut by that hour where more is asked for', () => {
    const backoff = createBackoff(7_200_000, 10);
    for (let i = 0; i < 3; i++) backoff.failed('a', 0);
    expect([7_199_999, 7_200_000].map((now) => backoff.isResting('a', now))).toEqual([true, false]);
  });

  it('is none with 0', () => {
    const backoff = createBackoff(0, 10);
    for (let i = 0; i < 3; i++) backoff.failed('a', 5);
    expect(backoff.isResting('a', 5)).toBe(false);
  });

  it('is for ever with Infinity', () => {
    const backoff = createBackoff(Infinity, 10);
    backoff.failed('a', 0);
    expect(backoff.isResting('a', 1e15)).toBe(true);
  });

  it('is forgotten at a success', () => {
    const backoff = createBackoff(100, 10);
    for (let i = 0; i < 4; i++) backoff.failed('a', 0);
    backoff.succeeded('a');
    expect([backoff.isResting('a', 0), backoff.size]).toEqual([false, 0]);
    backoff.failed('a', 0);
    expect([99, 100].map((now) => backoff.isResting('a', now))).toEqual([true, false]);
  });

  it('is doubled though the rest was over long ago', () => {
    const backoff = createBackoff(100, 10);
    backoff.failed('a', 0);
    backoff.failed('a', 100_000);
    expect([100_199, 100_200].map((now) => backoff.isResting('a', now))).toEqual([true, false]);
  });

  it('is remembered of so many keys; that which failed longest ago is forgotten first', () => {
    const backoff = createBackoff(100, 2);
    for (const id of ['a', 'b', 'a', 'c']) backoff.failed(id, 0);
    expect(['a', 'b', 'c'].map((id) => backoff.isResting(id, 0))).toEqual([true, false, true]);
    expect(backoff.size).toBe(2);
  });

  it('is of a key as a Map sees it', () => {
    const backoff = createBackoff(100, 10);
    for (const id of [NaN, 0, undefined]) backoff.failed(id, 0);
    expect([NaN, -0, undefined, null].map((id) => backoff.isResting(id, 0))).toEqual([true, true, true, false]);
  });
});
