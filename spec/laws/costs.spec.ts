import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NEVER, type Observable, of, Subject, type Subscription, VirtualTimeScheduler } from 'rxjs';
import type { prefetchCache as createCache } from '../../operators/prefetchCache.js';
import type { auto as createAuto } from '../../src/auto/auto.js';
import type { Order } from '../../src/types.js';
import type { EvictionPolicy, PrefetchCache } from '../../src/types.js';
import { createStepCounter, type StepCounter } from '../support/countSteps.js';

/**
 * Four times as many may cost this many times as much: n log n, and what is the same for all. With
 * the square of n it would be sixteen times.
 */
const MOST = 6;
/** What does not depend on n may not grow. */
const SAME = 1.5;
const FEW = 150;

let counter: StepCounter;
let prefetchCache: typeof createCache;
let auto: typeof createAuto;
let policies: Readonly<Record<string, () => EvictionPolicy<number>>>;

// Loaded when the counter counts: before that they would have no blocks that count.
beforeAll(async () => {
  counter = createStepCounter(
    (url) => /\/(operators|src)\//.test(url) && !url.includes('node_modules'),
  );
  ({ prefetchCache } = await import('../../operators/prefetchCache.js'));
  ({ auto } = await import('../../src/auto/auto.js'));
  const { lru } = await import('../../src/eviction/lru.js');
  const { oldest } = await import('../../src/eviction/oldest.js');
  const { sieve } = await import('../../src/eviction/sieve.js');
  const { smallest } = await import('../../src/eviction/smallest.js');
  policies = { lru, oldest, sieve, smallest };
});
afterAll(() => counter.stop());

/**
 * Expects that a scene of four times as many takes at most so many times the steps. A scene gives
 * what is counted.
 */
function expectGrowth(most: number, scene: (n: number) => () => void): void {
  // Once before: what is made when it is first needed is made.
  counter.count(scene(FEW));
  const [few, many] = [FEW, 4 * FEW].map((n) => counter.count(scene(n))) as [number, number];
  expect(few).toBeGreaterThan(0);
  expect(many / few).toBeLessThanOrEqual(most);
}

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

/** A provider whose loads end when their keys are given, each in one step. */
function slowProvider() {
  const loads = new Map<number, Subject<string>>();
  return {
    load: (key: number): Subject<string> => {
      const value$ = new Subject<string>();
      loads.set(key, value$);
      return value$;
    },
    give: (key: number) => loads.get(key)?.next('x'),
  };
}
const predictNothing = (): [] => [];
const load = (): Observable<string> => of('x');
const onlySet = (
  options: Parameters<typeof createCache<number, string>>[2],
): PrefetchCache<number, string> => prefetchCache<number, string>(load, predictNothing, options);

describe('With four times as many, no more than about four times the steps are taken for', () => {
  it.each(['default', 'lru', 'oldest', 'sieve', 'smallest'])(
    'one large item that takes the room of n small ones, with the policy %s',
    (name) => {
      expectGrowth(MOST, (n) => {
        const eviction = policies[name]?.();
        const cache = onlySet({
          maxBytes: n,
          sizeOf: (value) => value.length,
          ...(eviction && { eviction }),
        });
        for (const key of range(n)) cache.set(key, 'x');
        return () => {
          cache.set(-1, 'x'.repeat(n));
          expect(cache.size).toBe(1);
        };
      });
    },
  );

  it.each(['default', 'lru', 'sieve'])(
    'n items that evict n others, with the policy %s',
    (name) => {
      expectGrowth(MOST, (n) => {
        const eviction = policies[name]?.();
        const cache = onlySet({ maxKeys: n, ...(eviction && { eviction }) });
        for (const key of range(n)) cache.set(key, 'x');
        return () => {
          for (const key of range(n)) cache.set(n + key, 'x');
          expect(cache.size).toBe(n);
        };
      });
    },
  );

  it('a view of n keys that enter, load in one step, and leave', () => {
    expectGrowth(MOST, (n) => {
      const cache = prefetchCache<number, string>(load, () => [[-1, 1]], { maxKeys: 2 * n });
      const view$ = new Subject<Iterable<number>>();
      let size = 0;
      view$.pipe(cache.view).subscribe((there) => (size = there.size));
      return () => {
        view$.next(range(n));
        expect(size).toBe(n);
        view$.next([]);
        expect(size).toBe(0);
      };
    });
  });

  it('n prefetches of a batch, of which each leaves, is joined or ends', () => {
    expectGrowth(MOST, (n) => {
      const batch$ = new Subject<string[]>();
      const provider = { load: () => NEVER, loadMany: () => batch$, batch: { size: n } };
      const cache = prefetchCache<number, string>(provider, predictNothing, { maxKeys: n, concurrency: n }); // prettier-ignore
      return () => {
        cache.warm(range(n)).subscribe();
        for (const key of range(n / 3)) cache.invalidate(key);
        for (const key of range(n / 3)) cache.get(n - key - 1).subscribe();
        batch$.next(range(n).map(String));
        expect(cache.size).toBe(n - n / 3);
      };
    });
  });

  it('n prefetches that wait for a batch, of which each leaves or is joined', () => {
    expectGrowth(MOST, (n) => {
      const provider = { load, loadMany: () => NEVER, batch: { size: 2 * n, window: 1 } };
      const scheduler = new VirtualTimeScheduler();
      const cache = prefetchCache<number, string>(provider, predictNothing, { maxKeys: n, concurrency: n, scheduler }); // prettier-ignore
      return () => {
        cache.warm(range(n)).subscribe();
        for (const key of range(n / 3)) cache.invalidate(key);
        for (const key of range(n / 3)) cache.get(n - key - 1).subscribe();
        scheduler.flush();
        expect(cache.size).toBe(n / 3);
      };
    });
  });

  it('one key that enters n views, and is set', () => {
    expectGrowth(MOST, (n) => {
      const cache = prefetchCache<number, string>(load, predictNothing);
      const view$ = new Subject<Iterable<number>>();
      let maps = 0;
      range(n).forEach(() => view$.pipe(cache.view).subscribe(() => maps++));
      return () => {
        view$.next([1]);
        cache.set(1, 'y');
        cache.invalidate(1);
        expect(maps).toBe(3 * n);
      };
    });
  });

  it('n followers of one key that is set and invalidated', () => {
    expectGrowth(MOST, (n) => {
      const cache = prefetchCache<number, string>(load, predictNothing);
      const key$ = new Subject<number>();
      let items = 0;
      range(n).forEach(() => key$.pipe(cache.with({ follow: true })).subscribe(() => items++));
      return () => {
        key$.next(1);
        cache.set(1, 'y');
        cache.invalidate(1);
        expect(items).toBe(3 * n);
      };
    });
  });

  it('n items that evict others, while n are pinned', () => {
    expectGrowth(MOST, (n) => {
      const cache = prefetchCache<number, string>(
        (key) => (key < 0 ? NEVER : of('x')),
        predictNothing,
        { maxKeys: n + 1 },
      );
      const key$ = new Subject<number>();
      key$.pipe(cache).subscribe();
      for (const key of range(n)) cache.set(key, 'x');
      key$.next(-1);
      for (const key of range(n)) key$.next(key);
      return () => {
        for (const key of range(n)) cache.set(n + key, 'x');
        expect(range(n).every((key) => cache.has(key))).toBe(true);
      };
    });
  });

  it('n items that evict n others, which a prediction names all', () => {
    expectGrowth(MOST, (n) => {
      const cache = prefetchCache<number, string>(load, () => range(n).map((key) => [key, 1 + ((7919 * key) % n)]), { maxKeys: n, lookahead: 0 }); // prettier-ignore
      for (const key of range(n)) cache.set(key, 'x');
      cache.get(0).subscribe();
      return () => {
        for (const key of range(n)) cache.set(n + key, 'x');
        expect(cache.size).toBe(n);
      };
    });
  });

  it('n items that evict n others, which have expired', () => {
    expectGrowth(MOST, (n) => {
      const scheduler = new VirtualTimeScheduler();
      const cache = onlySet({ maxKeys: n, ttl: 10, scheduler });
      for (const key of range(n)) cache.set(key, 'x');
      scheduler.frame = 10;
      return () => {
        for (const key of range(n)) cache.set(n + key, 'x');
        expect(cache.stats().evictionsBy.expired).toBe(n);
      };
    });
  });

  it('n items that evict n others, which expired each in its own time', () => {
    expectGrowth(MOST, (n) => {
      const scheduler = new VirtualTimeScheduler();
      const ttl = (_value: string, key: number): number => 1 + ((7919 * key) % n);
      const cache = onlySet({ maxKeys: n, ttl, scheduler });
      for (const key of range(n)) cache.set(key, 'x');
      scheduler.frame = n;
      return () => {
        for (const key of range(n)) cache.set(n + key, 'x');
        expect(cache.stats().evictionsBy.expired).toBe(n);
      };
    });
  });

  it('n items that evict others, while n that have expired are pinned', () => {
    expectGrowth(MOST, (n) => {
      const scheduler = new VirtualTimeScheduler();
      const cache = prefetchCache<number, string>(
        (key) => (key < 0 ? NEVER : of('x')),
        predictNothing,
        { maxKeys: n + 1, ttl: 5, scheduler },
      );
      const key$ = new Subject<number>();
      key$.pipe(cache).subscribe();
      for (const key of range(n)) cache.set(key, 'x');
      key$.next(-1);
      for (const key of range(n)) key$.next(key);
      scheduler.frame = 10;
      return () => {
        for (const key of range(n)) cache.set(n + key, 'x');
        expect(cache.size).toBe(n + 1);
      };
    });
  });

  it.each(['concat', 'merge'] as const)(
    "n requests that wait, with the order '%s', and end last first",
    (order) => {
      expectGrowth(MOST, (n) => {
        const { load: slow, give } = slowProvider();
        const cache = prefetchCache<number, string>(slow, predictNothing, { order });
        const key$ = new Subject<number>();
        let served = 0;
        key$.pipe(cache).subscribe(() => served++);
        return () => {
          for (const key of range(n)) key$.next(key);
          for (const key of range(n).reverse()) give(key);
          expect(served).toBe(n);
        };
      });
    },
  );

  it.each(['concat', 'merge', 'switch'] as const)(
    "n hits while another request waits, with the order '%s'",
    (order: Order) => {
      expectGrowth(MOST, (n) => {
        const cache = prefetchCache<number, string>(() => NEVER, predictNothing, {
          order,
          maxKeys: n,
        });
        for (const key of range(n)) cache.set(key, 'x');
        const key$ = new Subject<number>();
        const subscription = key$.pipe(cache).subscribe();
        key$.next(-1);
        return () => {
          for (const key of range(n)) key$.next(key);
          subscription.unsubscribe();
          expect(cache.stats().hits).toBe(n);
        };
      });
    },
  );

  it('the end of a load that n readers wait for', () => {
    expectGrowth(MOST, (n) => {
      const { load: slow, give } = slowProvider();
      const cache = prefetchCache<number, string>(slow, predictNothing);
      let served = 0;
      range(n).forEach(() => cache(of(1)).subscribe(() => served++));
      return () => {
        give(1);
        expect(served).toBe(n);
      };
    });
  });

  it('n readers that request one key and are unsubscribed, while one stays', () => {
    expectGrowth(MOST, (n) => {
      const cache = prefetchCache<number, string>(slowProvider().load, (key) => [[key + 1, 1]], {
        concurrency: 1,
      });
      startReader(cache, 1);
      return () => {
        const readers = range(n).map(() => startReader(cache, 1));
        for (const reader of readers) reader.unsubscribe();
        expect(cache.stats().joins).toBe(n);
      };
    });
  });

  it('n readers that each move, prefetch and evict', () => {
    expectGrowth(MOST, (n) => {
      const cache = prefetchCache<number, string>(load, (key) => [[key + 1, 3], [key + 2, 2], [key + 3, 1]], { maxKeys: 50, lookahead: 2 }); // prettier-ignore
      const readers = range(n).map((i) => {
        const key$ = new Subject<number>();
        key$.pipe(cache).subscribe();
        key$.next(1000 * i);
        return key$;
      });
      return () => {
        readers.forEach((key$, i) => key$.next(1000 * i + 100));
        readers.forEach((key$, i) => key$.next(1000 * i + 101));
        expect(cache.size).toBe(50);
      };
    });
  });

  it('n readers that each move, prefetch and evict, in a cache that holds a few items for each', () => {
    expectGrowth(MOST, (n) => {
      const cache = prefetchCache<number, string>(load, (key) => [[key + 1, 3], [key + 2, 2], [key + 3, 1]], { maxKeys: 3 * n, lookahead: 2 }); // prettier-ignore
      const readers = range(n).map((i) => {
        const key$ = new Subject<number>();
        key$.pipe(cache).subscribe();
        key$.next(1000 * i);
        return key$;
      });
      return () => {
        readers.forEach((key$, i) => key$.next(1000 * i + 100));
        readers.forEach((key$, i) => key$.next(1000 * i + 101));
        expect(cache.size).toBe(3 * n);
      };
    });
  });

  it('n readers with `auto` that come, move a few times, and go', () => {
    expectGrowth(MOST, (n) => {
      const cache = prefetchCache<string, string>(load, auto(), { maxKeys: 50 });
      return () => {
        for (const i of range(n)) {
          const key$ = new Subject<string>();
          const reader = key$.pipe(cache).subscribe();
          for (const step of range(2)) key$.next(`/item/${i}/${step}`);
          reader.unsubscribe();
        }
        expect(cache.stats().requests).toBe(2 * n);
      };
    });
  });

  it('n readers with `auto` that leave together', () => {
    expectGrowth(MOST, (n) => {
      const cache = prefetchCache<number, string>(load, auto(), { maxKeys: 50 });
      const readers = range(n).map((i) => {
        const key$ = new Subject<number>();
        const reader = key$.pipe(cache).subscribe();
        for (const step of range(2)) key$.next(100 * i + step);
        return reader;
      });
      return () => {
        for (const reader of readers) reader.unsubscribe();
        expect(cache.stats().requests).toBe(2 * n);
      };
    });
  });

  it('n keys with `auto` that each have a template of their own', () => {
    expectGrowth(MOST, (n) => {
      const cache = prefetchCache<string, string>(load, auto(), { maxKeys: 50 });
      const key$ = new Subject<string>();
      key$.pipe(cache).subscribe();
      const keys = range(n).map(
        (i) => `${i.toString(2).replaceAll('0', 'a').replaceAll('1', 'b')}-7`,
      );
      return () => {
        for (const key of keys) key$.next(key);
        expect(cache.stats().requests).toBe(n);
      };
    });
  });

  it('n prefetches of n readers that wait for one slot', () => {
    expectGrowth(MOST, (n) => {
      const { load: slow, give } = slowProvider();
      const cache = prefetchCache<number, string>((key) => (key % 2 ? slow(key) : of('x')), (key) => [[key + 1, 1]], { concurrency: 1, maxKeys: 2 * n }); // prettier-ignore
      return () => {
        for (const i of range(n)) startReader(cache, 2 * i);
        for (const i of range(n)) give(2 * i + 1);
        expect(cache.stats().prefetches).toBe(n);
      };
    });
  });

  it.each(['hold', 'abort'] as const)(
    "n requests, each of which stops and resumes the prefetches of n readers, with '%s'",
    (onRequest) => {
      expectGrowth(MOST, (n) => {
        const { load: slow, give } = slowProvider();
        const cache = prefetchCache<number, string>(slow, (key) => (key < 0 ? [] : [[key + 1, 1], [key + 2, 2]]), { onRequest, concurrency: 2, maxKeys: 4 * n }); // prettier-ignore
        for (const i of range(n)) {
          startReader(cache, 10 * i);
          give(10 * i);
        }
        return () => {
          for (const i of range(n)) {
            cache.get(-1 - i).subscribe();
            give(-1 - i);
          }
          expect(cache.stats().hits).toBe(0);
        };
      });
    },
  );

  it('n prefetches of one plan that are aborted for a request', () => {
    // Each is put back into a plan of n keys, of which at most 1,024 count.
    expectGrowth(3 * MOST, (n) => {
      const cache = prefetchCache<number, string>((key) => (key === 0 ? of('x') : NEVER), (key) => (key === 0 ? range(n).map((i) => [i + 1, n - i]) : []), { onRequest: 'abort', concurrency: n, lookahead: n, maxKeys: 2 * n }); // prettier-ignore
      startReader(cache, 0);
      return () => {
        cache.get(-1).subscribe();
        expect(cache.stats().inFlight).toBe(1);
      };
    });
  });

  it('n prefetches of n warms, of which a few begin in a second', () => {
    expectGrowth(MOST, (n) => {
      const scheduler = new VirtualTimeScheduler();
      const cache = prefetchCache<number, string>(load, predictNothing, { scheduler, maxPerSecond: 3, maxKeys: n }); // prettier-ignore
      for (const key of range(n)) cache.warm([key]).subscribe();
      return () => {
        scheduler.flush();
        expect(cache.size).toBe(n);
      };
    });
  });

  it('n readers of one prediction that are unsubscribed', () => {
    expectGrowth(MOST, (n) => {
      const cache = prefetchCache<number, string>(() => NEVER, () => [[1, 1], [2, 2], [3, 3]], { maxKeys: 2 }); // prettier-ignore
      const readers = range(n).map((i) => startReader(cache, 10 + i));
      return () => {
        for (const reader of readers) {
          reader.unsubscribe();
          cache.set(9, 'x');
        }
      };
    });
  });

  it('n expired items that requests get while they are loaded anew, and their new values', () => {
    expectGrowth(MOST, (n) => {
      const scheduler = new VirtualTimeScheduler();
      const { load: slow, give } = slowProvider();
      const cache = prefetchCache<number, string>(slow, predictNothing, { maxKeys: n, ttl: 5, staleWhileRevalidate: 9, scheduler }); // prettier-ignore
      for (const key of range(n)) cache.set(key, 'x');
      scheduler.frame = 10;
      const key$ = new Subject<number>();
      key$.pipe(cache).subscribe();
      return () => {
        for (const key of [...range(n), ...range(n)]) key$.next(key);
        for (const key of range(n).reverse()) give(key);
        expect(cache.stats()).toMatchObject({ hits: 2 * n, revalidations: n, inFlight: 0 });
      };
    });
  });

  it('n keys that are reloaded, each twice', () => {
    expectGrowth(MOST, (n) => {
      const { load: slow, give } = slowProvider();
      const cache = prefetchCache<number, string>(slow, predictNothing, { maxKeys: n });
      return () => {
        for (const key of [...range(n), ...range(n)]) cache.reload(key);
        for (const key of range(n)) give(key);
        expect([cache.size, cache.stats().inFlight]).toEqual([n, 0]);
      };
    });
  });

  it('n keys that are invalidated together, with n loads that requests wait for', () => {
    expectGrowth(MOST, (n) => {
      const cache = prefetchCache<number, string>(() => NEVER, predictNothing, { maxKeys: n });
      for (const key of range(n)) cache.set(key, 'x');
      for (const key of range(n)) cache.get(n + key).subscribe();
      return () => {
        cache.invalidateWhere(() => true);
        expect(cache.size).toBe(0);
      };
    });
  });

  it('n keys that are cleared, and n readers of a cache that closes', () => {
    expectGrowth(MOST, (n) => {
      const cache = prefetchCache<number, string>(load, (key) => [[key + 1, 1]], { maxKeys: n });
      for (const key of range(n)) startReader(cache, key);
      return () => {
        cache.clear();
        for (const key of range(n)) cache.set(key, 'x');
        cache.close();
        expect(cache.size).toBe(0);
      };
    });
  });

  it('n events that one listener gets', () => {
    expectGrowth(MOST, (n) => {
      const cache = onlySet({ maxKeys: 10 });
      let events = 0;
      cache.events$.subscribe(() => events++);
      cache.evictions$.subscribe();
      return () => {
        for (const key of range(n)) cache.set(key, 'x');
        expect(events).toBeGreaterThan(n);
      };
    });
  });
});

describe('With four times as many, no more steps are taken for', () => {
  it('a miss while n warms run', () => {
    expectGrowth(SAME, (n) => {
      const cache = prefetchCache<number, string>(
        (key) => (key < 0 ? of('x') : NEVER),
        predictNothing,
        { concurrency: 1 },
      );
      for (const key of range(n)) cache.warm([key, n + key]).subscribe();
      return () => {
        cache.get(-1).subscribe();
        expect(cache.has(-1)).toBe(true);
      };
    });
  });

  it.each(['hit', 'miss'])('a %s of one reader while n others stay where they are', (kind) => {
    expectGrowth(SAME, (n) => {
      const cache = prefetchCache<number, string>(load, (key) => [[key + 1, 1]], {
        maxKeys: 2 * n,
        lookahead: 1,
      });
      for (const i of range(n)) startReader(cache, 10 * i);
      const key$ = new Subject<number>();
      key$.pipe(cache).subscribe();
      key$.next(-10);
      return () => key$.next(kind === 'hit' ? -9 : -20);
    });
  });

  it.each(['hold', 'abort'] as const)(
    "50 requests while n others wait and n readers and n warms have plans, with '%s'",
    (onRequest) => {
      expectGrowth(SAME, (n) => {
        const { load: slow, give } = slowProvider();
        const cache = prefetchCache<number, string>(slow, (key) => [[key + 1, 1]], { onRequest });
        for (const i of range(n)) startReader(cache, 10 * i);
        for (const i of range(n)) cache.warm([-10 * i - 1]).subscribe();
        return () => {
          for (const i of range(50)) {
            const reader = startReader(cache, -5 - 10 * i);
            give(-5 - 10 * i);
            reader.unsubscribe();
          }
          expect(cache.stats().prefetches).toBe(0);
        };
      });
    },
  );

  it('the end of a load of a key that n readers plan', () => {
    expectGrowth(SAME, (n) => {
      const { load: slow, give } = slowProvider();
      const cache = prefetchCache<number, string>(slow, () => [[1, 1]], { concurrency: 2 });
      for (const i of range(n)) startReader(cache, 10 + i);
      return () => {
        give(1);
        expect(cache.has(1)).toBe(true);
      };
    });
  });

  // TODO: each of the n plans opens when the item leaves, though one load is enough.
  it('an item that leaves and that n readers plan, and comes again', () => {
    expectGrowth(SAME, (n) => {
      const { load: slow, give } = slowProvider();
      const cache = prefetchCache<number, string>(slow, () => [[1, 1]], { concurrency: 2 });
      for (const i of range(n)) startReader(cache, 10 + i);
      give(1);
      return () => {
        cache.invalidate(1);
        give(1);
        expect(cache.has(1)).toBe(true);
      };
    });
  });

  it('a hit among n residents', () => {
    expectGrowth(SAME, (n) => {
      const cache = prefetchCache<number, string>(load, predictNothing, { maxKeys: n });
      for (const key of range(n)) cache.set(key, 'x');
      const key$ = new Subject<number>();
      key$.pipe(cache).subscribe();
      key$.next(1);
      return () => key$.next(2);
    });
  });
});

/** A reader that stays at a key. */
function startReader(cache: PrefetchCache<number, string>, key: number): Subscription {
  const key$ = new Subject<number>();
  const subscription = key$.pipe(cache).subscribe();
  key$.next(key);
  return subscription;
}
