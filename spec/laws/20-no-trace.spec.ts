import { describe, expect, it } from '@jest/globals';
import { of } from 'rxjs';
import { prefetchCache } from '../../operators/prefetchCache.js';
import { lru } from '../../src/eviction/lru.js';
import { lhd } from '../../src/eviction/lhd.js';
import { sieve } from '../../src/eviction/sieve.js';
import type { PrefetchCache } from '../../src/types.js';
import { createClock } from '../support/clock.js';
import { eventLog } from '../support/eventLog.js';
import { naming, silent } from '../support/naming.js';
import { record } from '../support/record.js';

const looks: readonly [string, (cache: PrefetchCache<number, string>, key: number) => unknown][] = [
  ['peek', (cache, key) => cache.peek(key)],
  ['has', (cache, key) => cache.has(key)],
  ['size', (cache) => cache.size],
  ['snapshot', (cache) => cache.snapshot()],
  ['stats', (cache) => cache.stats()],
];

describe('Law 20: looking leaves no trace. The cache', () => {
  it.each(looks)('emits no event and changes no stats when it is asked for %s', (_name, look) => {
    const clock = createClock();
    const cache = prefetchCache((key: number) => of(`item ${key}`), naming(8), {
      ttl: 10,
      scheduler: clock,
    });
    record(cache.get(1));
    const log = eventLog(cache);
    const before = [cache.stats(), cache.snapshot()];
    for (const key of [1, 8, 99]) look(cache, key);
    clock.frame = 50;
    for (const key of [1, 8, 99]) look(cache, key);
    expect([cache.stats(), cache.snapshot()]).toEqual(before);
    expect(log).toEqual([]);
  });

  it.each(
    looks.flatMap(([name, look]) => [
      [name, 'lru', look, lru] as const,
      [name, 'sieve', look, sieve] as const,
      [name, 'lhd', look, lhd] as const,
    ]),
  )('gives no recency when asked for %s: %s', (_name, _policy, look, policy) => {
    const cache = prefetchCache((key: number) => of(`item ${key}`), silent, {
      maxKeys: 2,
      eviction: policy<number>(),
    });
    for (const key of [1, 2]) cache.set(key, `item ${key}`);
    for (let i = 0; i < 3; i++) look(cache, 1);
    cache.set(3, 'item 3');
    expect([cache.has(1), cache.has(2), cache.has(3)]).toEqual([false, true, true]);
  });

  it('does not count `peek` and `has` as the use of an item', () => {
    const cache = prefetchCache((key: number) => of(`item ${key}`), naming(8));
    record(cache.get(1));
    cache.peek(8);
    cache.has(8);
    const log = eventLog(cache, 'evict');
    cache.clear();
    expect(log).toEqual(['evict 1 invalidated', 'evict 8 invalidated unused']);
  });

  it('gives a snapshot that the future does not change', () => {
    const cache = prefetchCache((key: number) => of(`item ${key}`), naming(8));
    record(cache.get(1));
    const snapshot = cache.snapshot();
    const copy = structuredClone(snapshot);
    for (const key of [2, 3, 8]) record(cache.get(key));
    cache.clear();
    expect(snapshot).toEqual(copy);
  });

  it('has no values in its snapshot', () => {
    const cache = prefetchCache(() => of('a secret'), naming(8));
    record(cache.get(1));
    expect(JSON.stringify(cache.snapshot())).not.toContain('secret');
  });
});
