import { describe, expect, it } from '@jest/globals';
import { createEntry, type Entry } from '../../src/cache/entry.js';
import { createExpiry } from '../../src/cache/expiry.js';

/** Residents that expire, and the number of look-ups. */
function setUp(grace = 0) {
  const residents = new Map<unknown, Entry<number, string>>();
  const seen = { lookups: 0, clock: 0 };
  const find = (id: unknown): Entry<number, string> | undefined => {
    seen.lookups++;
    return residents.get(id);
  };
  const expiry = createExpiry<number, string>(find, () => residents.size, grace);
  return {
    seen,
    residents,
    add(key: number, expires?: number) {
      const entry = Object.assign(createEntry(key, key, 'x'), { expires });
      residents.set(key, entry);
      expiry.add(entry);
    },
    first: (now: number, mayLeave: (key: number) => boolean = () => true) =>
      expiry.first(
        () => (seen.clock++, now),
        ({ key }) => mayLeave(key),
      )?.key,
  };
}

describe('The first expired resident', () => {
  it('is the one that expired first, from the time of its expiry on', () => {
    const the = setUp();
    the.add(1, 10);
    the.add(2, 20);
    expect([9, 10, 25].map((now) => the.first(now))).toEqual([undefined, 1, 1]);
    the.residents.delete(1);
    expect([19, 20].map((now) => the.first(now))).toEqual([undefined, 2]);
  });

  it('is one that expired as long ago as the grace lasts', () => {
    const the = setUp(5);
    the.add(1, 10);
    expect([10, 14, 15].map((now) => the.first(now))).toEqual([undefined, undefined, 1]);
    const endless = setUp(Infinity);
    endless.add(1, 10);
    expect(endless.first(1e15)).toBeUndefined();
  });

  it('does not exist without `ttl`, and the clock is not read', () => {
    const the = setUp();
    the.add(1);
    expect([the.first(1e9), the.seen.clock]).toEqual([undefined, 0]);
  });

  it('is the one that expired first, in whatever order they came', () => {
    const the = setUp();
    const order = Array.from({ length: 200 }, (_, i) => (7919 * i) % 200);
    for (const key of order) the.add(key, key);
    const left = order.map(() => {
      const key = the.first(1000) ?? NaN;
      the.residents.delete(key);
      return key;
    });
    expect(left).toEqual(order.toSorted((a, b) => a - b));
  });

  it('is an expired one that may leave, though those that expired before it may not', () => {
    const the = setUp();
    for (const key of [9, 1, 8, 2, 7, 3]) the.add(key, key);
    const isEven = (key: number): boolean => key % 2 === 0;
    expect([the.first(1, isEven), the.first(2, isEven)]).toEqual([undefined, 2]);
    the.residents.delete(2);
    expect([the.first(7, isEven), the.first(8, isEven)]).toEqual([undefined, 8]);
  });

  it('is the next one while the first may not leave', () => {
    const the = setUp();
    for (const key of [1, 2, 3]) the.add(key, key);
    expect([the.first(9, (key) => key > 1), the.first(1, (key) => key > 1), the.first(9)]).toEqual([
      2,
      undefined,
      1,
    ]);
  });

  it('is searched among a limited number of those that may not leave', () => {
    const the = setUp();
    for (let key = 0; key < 100; key++) the.add(key, key);
    expect([the.first(200, (key) => key >= 63), the.first(200, (key) => key >= 64)]).toEqual([
      63,
      undefined,
    ]);
  });

  it('is not an item that a newer one of its key has replaced', () => {
    const the = setUp();
    the.add(1, 10);
    the.add(1, 20);
    expect([the.first(15), the.first(20)]).toEqual([undefined, 1]);
  });

  it('is found in few steps, though items that expire later left in any order', () => {
    const the = setUp();
    for (let key = 0; key < 10_000; key++) {
      the.add(key, 1e6 + ((7919 * key) % 10_000));
      the.residents.delete(key - 3);
      the.first(key);
    }
    expect([9997, 9998, 9999]).toContain(the.first(1e9));
    expect(the.seen.lookups).toBeLessThan(10 * 10_000);
  });

  it('is found in steps that do not grow with the number of items that left', () => {
    const the = setUp();
    for (let key = 0; key < 10_000; key++) {
      the.add(key, key);
      the.residents.delete(key - 3);
      the.first(key - 10);
    }
    expect(the.first(1e9)).toBe(9997);
    expect(the.seen.lookups).toBeLessThan(10 * 10_000);
  });
});
