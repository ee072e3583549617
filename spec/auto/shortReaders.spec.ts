import { describe, expect, it } from '@jest/globals';
import { of, Subject } from 'rxjs';
import { auto, prefetchCache } from '../../src/index.js';
import { random } from '../../src/testing/random.js';

/** Reads sessions one after the other, each with a reader of its own. */
function read(sessions: Iterable<readonly number[]>) {
  let now = 0;
  const cache = prefetchCache((key: number) => of(key), auto<number>(), {
    maxKeys: 100,
    scheduler: { now: () => now },
  });
  for (const keys of sessions) {
    const key$ = new Subject<number>();
    const reader = key$.pipe(cache).subscribe();
    for (const key of keys) {
      now += 100;
      key$.next(key);
    }
    reader.unsubscribe();
  }
  return cache.stats();
}

describe('auto with readers of a few requests', () => {
  it('prefetches less than once in 10 requests where keys come in no order', () => {
    const chance = random(1);
    const session = () => Array.from({ length: 5 }, () => Math.floor(1000 * chance()));
    const { prefetches, requests } = read(Array.from({ length: 2000 }, session));
    expect(requests).toBe(10_000);
    expect(prefetches / requests).toBeLessThan(0.1);
  });

  it('uses what earlier readers have taught from the second request of a reader on', () => {
    const chance = random(2);
    const session = () => {
      const route = Math.floor(20 * chance());
      return Array.from({ length: 5 }, (_, i) => ((route * 7919 + i * i * 613) % 10_007) + 20_000);
    };
    const { hits, requests } = read(Array.from({ length: 1000 }, session));
    expect(hits / requests).toBeGreaterThan(0.75);
  });
});
