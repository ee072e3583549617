import { describe, expect, it } from '@jest/globals';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { lhd } from '../../src/eviction/lhd.js';
import { lru } from '../../src/eviction/lru.js';
import { sieve } from '../../src/eviction/sieve.js';
import { evictionContract } from '../../src/testing/evictionContract.js';
import type { EvictionPolicy } from '../../src/types.js';
import { agreeWithModel } from './agreeWithModel.js';
import { countAsks } from './countAsks.js';
import { evictions } from './evictions.js';
import { lhdModel } from './lhdModel.js';

evictionContract({ describe, it }, 'lhd', () => lhd());
evictionContract({ describe, it }, 'lhd, of object keys,', () => lhd<object>(), {
  key: (tile) => ({ tile }),
});

const asked = { bytes: 0, unrequested: false, at: 0 };
const ahead = { bytes: 0, unrequested: true, at: 0 };

/** Hit ratio in percent of a cache. */
function hits(
  policy: EvictionPolicy<number>,
  capacity: number,
  requests: readonly number[],
): number {
  return Math.round(
    100 - (100 * (evictions(policy, capacity, requests).length + capacity)) / requests.length,
  );
}

/** Pseudorandom numbers from 0 to below 1, the same each time. */
function randoms(count: number): number[] {
  const random = xoroshiro128plus(1);
  return Array.from({ length: count }, () => uniformFloat64(random));
}

describe('lhd', () => {
  it('chooses as the simplest model does', () => {
    agreeWithModel(lhd, lhdModel);
  });

  it('chooses as the simplest model does after long learning', () => {
    const requests = randoms(3000).map((x, i) =>
      i % 3 === 0 ? 100 + (i % 40) : Math.floor(60 * x * x),
    );
    const chosen = evictions(lhd(), 20, requests);
    expect(chosen.length).toBeGreaterThan(1000);
    expect(chosen).toEqual(evictions(lhdModel(), 20, requests));
  });

  it('evicts the least recently requested of equally often requested items', () => {
    const policy = lhd<string>();
    for (const key of ['a', 'b', 'c']) policy.added(key, asked);
    for (const key of ['b', 'a', 'c']) policy.used(key);
    expect(policy.victim(() => false)).toBe('b');
    expect(policy.victim((key) => key === 'b')).toBe('a');
  });

  it('keeps more often requested items', () => {
    const policy = lhd<string>();
    for (const key of ['a', 'b', 'c']) policy.added(key, asked);
    policy.used('a');
    expect(policy.victim(() => false)).toBe('b');
  });

  it('evicts prefetched items before requested ones, and counts their first use as a request', () => {
    const policy = lhd<string>();
    policy.added('ahead', ahead);
    policy.added('asked', asked);
    expect(policy.victim(() => false)).toBe('ahead');
    policy.used('ahead');
    expect(policy.victim(() => false)).toBe('asked');
  });

  it('recognises a key that returns, also by a prefetch', () => {
    for (const info of [asked, ahead]) {
      const policy = lhd<string>();
      policy.added('often', asked);
      for (let i = 0; i < 3; i++) policy.used('often');
      policy.removed('often');
      policy.added('often', info);
      policy.added('new', asked);
      expect(policy.victim(() => false)).toBe('new');
    }
  });

  it('learns to keep a part of a loop that does not fit, of which lru and sieve keep nothing', () => {
    const loop = Array.from({ length: 6000 }, (_, i) => i % 120);
    expect([hits(lhd(), 100, loop), hits(sieve(), 100, loop), hits(lru(), 100, loop)]).toEqual([
      81, 0, 0,
    ]);
  });

  it.each([300, 1000])(
    'has more hits with more room, and nearly the possible number, in a loop of %i keys',
    (keys) => {
      const loop = Array.from({ length: 20 * keys }, (_, i) => i % keys);
      const shares = [
        0.05, 0.1, 0.2, 0.24, 0.249, 0.25, 0.26, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.99,
      ];
      const found = shares.map((share) => hits(lhd(), Math.round(share * keys), loop));
      expect(found).toEqual([...found].sort((a, b) => a - b));
      // In the first round there are none.
      shares.forEach((share, i) =>
        expect(found[i]).toBeGreaterThan(100 * share * 0.95 * (share < 0.2 ? 0.7 : 0.8)),
      );
    },
  );

  it('keeps a part of a loop that is longer than its memory', () => {
    const loop = Array.from({ length: 80_000 }, (_, i) => i % 8000);
    expect(hits(lhd(), 3200, loop)).toBeGreaterThan(30);
  });

  it('chooses the same each time', () => {
    const requests = randoms(3000).map((x, i) => (i % 2 === 0 ? i % 90 : Math.floor(200 * x * x)));
    expect(evictions(lhd(), 30, requests)).toEqual(evictions(lhd(), 30, requests));
  });

  it('keeps favourites among many items that are seen once, as sieve does', () => {
    const mixed = randoms(12_000).map((x, i) =>
      i % 2 === 0 ? 1000 + i : Math.floor(300 * x ** 3),
    );
    expect([hits(lhd(), 60, mixed), hits(sieve(), 60, mixed), hits(lru(), 60, mixed)]).toEqual([
      27, 26, 16,
    ]);
  });

  it('follows readers with changing favourites, as lru does', () => {
    const moving = randoms(12_000).map((x, i) => Math.floor(i / 10) + Math.floor(100 * x ** 2));
    expect([hits(lhd(), 60, moving), hits(sieve(), 60, moving), hits(lru(), 60, moving)]).toEqual([
      62, 45, 62,
    ]);
  });

  it('checks only the shielded keys that it passes and two keys of each class, however many are resident', () => {
    expect([countAsks(lhd(), 100), countAsks(lhd(), 20_000)]).toEqual([14_554, 14_554]);
  });

  it('needs no sizes', () => {
    expect(lhd().needsSizes).toBeUndefined();
  });
});
