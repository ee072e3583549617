import { describe, expect, it } from '@jest/globals';
import { createBackoff } from '../../src/cache/backoff.js';

/** A backoff that takes the time with each call. */
function createRest(retryAfter: number, limit: number) {
  let time = 0;
  const unblocked: unknown[] = [];
  const backoff = createBackoff<unknown>(
    retryAfter,
    limit,
    () => time,
    (id) => unblocked.push(id),
  );
  return {
    backoff,
    unblocked,
    failed(id: unknown, now: number) {
      time = now;
      backoff.failed(id, id);
    },
    isResting(id: unknown, now: number) {
      time = now;
      return backoff.restsUntil(id) > time;
    },
    forget: backoff.forget,
  };
}

describe('The rest after failure', () => {
  it('lasts for the given time', () => {
    const rest = createRest(100, 10);
    rest.failed('a', 1000);
    expect([1000, 1099, 1100].map((now) => rest.isResting('a', now))).toEqual([true, true, false]);
    expect(rest.isResting('b', 1000)).toBe(false);
  });

  it('doubles at each failure in a row, up to an hour', () => {
    const rest = createRest(600_000, 10);
    const rests = Array.from({ length: 6 }, () => {
      rest.failed('a', 0);
      return [600, 1200, 2400, 3600].find(
        (seconds) =>
          rest.isResting('a', seconds * 1000 - 1) && !rest.isResting('a', seconds * 1000),
      );
    });
    expect(rests).toEqual([600, 1200, 2400, 3600, 3600, 3600]);
  });

  it('is longer than an hour if the given time is', () => {
    const rest = createRest(7_200_000, 10);
    for (let i = 0; i < 3; i++) rest.failed('a', 0);
    expect([7_199_999, 7_200_000].map((now) => rest.isResting('a', now))).toEqual([true, false]);
  });

  it('does not exist with 0', () => {
    const rest = createRest(0, 10);
    for (let i = 0; i < 3; i++) rest.failed('a', 5);
    expect(rest.isResting('a', 5)).toBe(false);
  });

  it('is endless with Infinity', () => {
    const rest = createRest(Infinity, 10);
    rest.failed('a', 0);
    expect(rest.isResting('a', 1e15)).toBe(true);
  });

  it('is reset by a success', () => {
    const rest = createRest(100, 10);
    for (let i = 0; i < 4; i++) rest.failed('a', 0);
    rest.forget('a');
    expect(rest.isResting('a', 0)).toBe(false);
    rest.failed('a', 0);
    expect([99, 100].map((now) => rest.isResting('a', now))).toEqual([true, false]);
  });

  it('is doubled also long after the last rest ended', () => {
    const rest = createRest(100, 10);
    rest.failed('a', 0);
    rest.failed('a', 100_000);
    expect([100_199, 100_200].map((now) => rest.isResting('a', now))).toEqual([true, false]);
  });

  it('is remembered for a limited number of keys; the key that failed longest ago is forgotten first', () => {
    const rest = createRest(100, 2);
    for (const id of ['a', 'b', 'a', 'c']) rest.failed(id, 0);
    expect(['a', 'b', 'c'].map((id) => rest.isResting(id, 0))).toEqual([true, false, true]);
  });

  it('has a known end', () => {
    const { backoff, ...rest } = createRest(100, 10);
    rest.failed('a', 1000);
    expect([backoff.restsUntil('a'), backoff.restsUntil('b')]).toEqual([1100, -Infinity]);
    backoff.clear();
    expect(backoff.restsUntil('a')).toBe(-Infinity);
  });

  it('names each key whose rest ends before its time', () => {
    const { backoff, unblocked, ...rest } = createRest(100, 10);
    for (const id of ['a', 'b', 'c']) rest.failed(id, 0);
    rest.forget('b');
    rest.forget('x');
    expect(unblocked).toEqual(['b']);
    backoff.clear();
    backoff.clear();
    expect(unblocked).toEqual(['b', 'a', 'c']);
  });

  it('names the keys that it remembers, each with its identity', () => {
    const backoff = createBackoff<string>(100, 2, () => 0, () => undefined); // prettier-ignore
    for (const key of ['a', 'b', 'c']) backoff.failed(key.toUpperCase(), key);
    backoff.forget('B');
    expect(backoff.keys()).toEqual([['C', 'c']]);
  });

  it('has no keys left when the first of them is named', () => {
    const rests: boolean[] = [];
    const backoff = createBackoff<unknown>(100, 10, () => 0, () => rests.push(backoff.restsUntil('b') > 0)); // prettier-ignore
    backoff.failed('a', 'a');
    backoff.failed('b', 'b');
    backoff.clear();
    expect(rests).toEqual([false, false]);
  });

  it('compares keys as a Map does', () => {
    const rest = createRest(100, 10);
    for (const id of [NaN, 0, undefined]) rest.failed(id, 0);
    expect([NaN, -0, undefined, null].map((id) => rest.isResting(id, 0))).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });
});
