import { describe, expect, it } from '@jest/globals';
import { EMPTY } from 'rxjs';
import { largest } from '../src/eviction/largest.js';
import { oldest } from '../src/eviction/oldest.js';
import { resolveOptions, sameKey, type PrefetchCacheOptions } from '../src/options.js';
import { createClock } from './support/clock.js';

describe('The options of a cache', () => {
  it('have the documented defaults', () => {
    expect(resolveOptions({})).toMatchObject({
      maxKeys: 100,
      maxBytes: Infinity,
      concurrency: 4,
      onRequest: 'continue',
      maxPerSecond: Infinity,
      lookahead: 20,
      historySize: 30,
      order: 'concat',
      ttl: Infinity,
      staleWhileRevalidate: 0,
      staleIfError: 0,
      prefetchBackoff: 30_000,
    });
    expect(resolveOptions({}).sizeOf).toBeUndefined();
    expect(resolveOptions({}).keyOf).toBeUndefined();
  });

  it('have no limit of keys if only bytes are limited', () => {
    expect(resolveOptions({ maxBytes: 5, sizeOf: () => 1 })).toMatchObject({
      maxKeys: Infinity,
      maxBytes: 5,
    });
    expect(resolveOptions({ maxBytes: 5, maxKeys: 7, sizeOf: () => 1 })).toMatchObject({
      maxKeys: 7,
      maxBytes: 5,
    });
    expect(resolveOptions({ sizeOf: () => 1 })).toMatchObject({ maxKeys: 100 });
  });

  it('have their default for undefined', () => {
    const none = {
      maxKeys: undefined,
      order: undefined,
      ttl: undefined,
      sizeOf: undefined,
      enabled$: undefined,
      eviction: undefined,
    };
    expect(resolveOptions(none as unknown as PrefetchCacheOptions<unknown, unknown>)).toEqual(
      resolveOptions({}),
    );
  });

  it.each<PrefetchCacheOptions<number, string>>([
    { maxKeys: 1 },
    { maxKeys: Infinity },
    { maxBytes: 0, sizeOf: () => 0 },
    { maxBytes: 0.5, sizeOf: () => 0 },
    { concurrency: 0 },
    { concurrency: Infinity },
    { onRequest: 'hold' },
    { onRequest: 'abort' },
    { maxPerSecond: 1 },
    { maxPerSecond: Infinity },
    { lookahead: 0 },
    { lookahead: Infinity },
    { historySize: 1 },
    { ttl: 0.001 },
    { ttl: Infinity },
    { ttl: () => 5 },
    { ttl: 5, staleWhileRevalidate: 0.5, staleIfError: Infinity },
    { staleWhileRevalidate: 0, staleIfError: 0 },
    { prefetchBackoff: 0 },
    { prefetchBackoff: Infinity },
    { order: 'merge' },
    { order: 'switch' },
  ])('are used unchanged: %p', (options) => {
    expect(resolveOptions(options)).toMatchObject(options);
  });

  it.each(['staleWhileRevalidate', 'staleIfError'] as const)('require `ttl` for `%s`', (name) => {
    expect(() => resolveOptions({ [name]: 5 })).toThrow(`\`${name}\` requires \`ttl\``);
    expect(() => resolveOptions({ [name]: -1, ttl: 5 })).toThrow(RangeError);
  });

  it('accept a policy, a switch and a clock', () => {
    expect(() =>
      resolveOptions({ eviction: oldest(), enabled$: EMPTY, scheduler: createClock() }),
    ).not.toThrow();
    expect(() => resolveOptions({ eviction: largest(), sizeOf: () => 1 })).not.toThrow();
  });

  it('treat 0 and -0 as one key, NaN and NaN as one key, and all other values as they are', () => {
    expect([sameKey(0, -0), sameKey(NaN, NaN), sameKey('a', 'a')]).toEqual([true, true, true]);
    expect([sameKey(1, '1'), sameKey(null, undefined), sameKey({}, {}), sameKey(NaN, 0)]).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
});
