import { describe, expect, it } from '@jest/globals';
import { NEVER, of, Subject, tap, type Observable } from 'rxjs';
import { prefetchCache } from '../../operators/prefetchCache.js';
import type { PrefetchCache } from '../../src/types.js';
import { eventLog } from '../support/eventLog.js';
import { handProvider } from '../support/handProvider.js';
import { naming, silent } from '../support/naming.js';
import { record, type Recording } from '../support/record.js';
import { virtually } from '../support/virtually.js';

type Write = (cache: PrefetchCache<number, string>) => void;
const writes: [string, Write][] = [
  ['invalidate', (cache) => cache.invalidate(1)],
  ['invalidateWhere', (cache) => cache.invalidateWhere((key) => key === 1)],
  ['clear', (cache) => cache.clear()],
  ['set', (cache) => cache.set(1, 'given')],
];
/** Those after which the key is absent. */
const removals = writes.slice(0, 3);

describe('Law 14: the fence. The cache', () => {
  it.each(writes)(
    'gives the requests of an older load its result after %s, and does not store it',
    (name, write) => {
      const provider = handProvider();
      const cache = prefetchCache(provider, silent);
      const reader = record(cache.get(1));
      write(cache);
      provider.giveValue(1, 'old');
      expect(reader.values).toEqual(['old']);
      expect(cache.peek(1)).toBe(name === 'set' ? 'given' : undefined);
    },
  );

  it.each(writes)('aborts an older prefetch after %s', (_name, write) => {
    const provider = handProvider();
    const cache = prefetchCache(provider, naming(1));
    record(cache.get(5));
    write(cache);
    expect(provider.log.filter((line) => line.endsWith(' 1'))).toEqual([
      'prefetch 1',
      'left 1',
      'abort 1',
    ]);
  });

  it.each(removals)(
    'begins a new load for the next request after %s, beside the older one',
    (_name, write) => {
      const provider = handProvider();
      const cache = prefetchCache(provider, silent);
      const old = record(cache.get(1));
      write(cache);
      const young = record(cache.get(1));
      expect(provider.open()).toEqual([1, 1]);
      provider.giveValue(1, 'old');
      expect([old.values, young.values]).toEqual([['old'], []]);
      provider.giveValue(1, 'new');
      expect([young.values, cache.peek(1)]).toEqual([['new'], 'new']);
    },
  );

  it.each(removals)(
    'keeps what a newer load brought when the older one ends later: %s',
    (_name, write) => {
      const loads: Subject<string>[] = [];
      const source = (): Observable<string> => {
        const load = new Subject<string>();
        loads.push(load);
        return load;
      };
      const cache = prefetchCache<number, string>(source, silent);
      const old = record(cache.get(1));
      write(cache);
      const young = record(cache.get(1));
      loads[1]?.next('new');
      loads[0]?.next('old');
      expect([old.values, young.values, cache.peek(1)]).toEqual([['old'], ['new'], 'new']);
    },
  );

  it('serves what was set to the next request, while the older load goes on', () => {
    virtually(({ keys, source, cold, expectObservable, scheduler }) => {
      const key$ = keys('          1---1-----|');
      const set$ = cold('          --s        ').pipe(tap((value) => cache.set(1, value)));
      const loads = source({ 1: '  ------a|   ' });
      const subscribed1 = '        ^-----!    ';
      const items = '              ----s-a---|';

      const cache = prefetchCache(loads.load, silent, { scheduler, order: 'merge' });
      expectObservable(key$.pipe(cache)).toBe(items);
      expectObservable(set$).toBe('--s');
      loads.expectLoads(1, subscribed1);
    });
  });

  it('emits the late result of a detached load as rejected, once its request has it', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, silent);
    record(cache.get(1));
    cache.invalidate(1);
    const log = eventLog(cache);
    provider.give(1);
    expect(log).toEqual(['load-success 1', 'serve 1', 'evict 1 rejected']);
  });

  it('errors the requests of a detached load that fails, and lets the newer one be', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, silent);
    const old = record(cache.get(1));
    cache.invalidate(1);
    const young = record(cache.get(1));
    provider.fail(1);
    expect([old.end, young.end]).toEqual(['error', undefined]);
    provider.give(1);
    expect(young.values).toEqual(['item 1']);
  });

  it('lets the requests that joined a prefetch which was detached and then failed have the newer result', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, naming(1));
    record(cache.get(5));
    const joined = record(cache.get(1));
    cache.set(1, 'given');
    provider.fail(1);
    expect([joined.values, provider.open()]).toEqual([['given'], [5]]);
  });

  it('stops a detached load when its last request leaves, though a prediction names its key', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, naming(1));
    const reader = record(cache.get(1));
    record(cache.get(5));
    cache.invalidate(1);
    reader.stop();
    expect(provider.log.slice(-2)).toEqual(['left 1', 'abort 1']);
  });

  it('loads nothing by itself after `invalidate`', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, naming(2));
    record(cache.get(1));
    provider.give(1, 2);
    cache.invalidate(2);
    cache.invalidate(1);
    expect(provider.open()).toEqual([]);
  });

  it('is silent when there is nothing to invalidate or clear', () => {
    const cache = prefetchCache(handProvider(), silent);
    const log = eventLog(cache);
    cache.invalidate(1);
    cache.invalidateWhere(() => true);
    cache.clear();
    expect(log).toEqual([]);
  });

  it('invalidates only the given key', () => {
    const cache = prefetchCache(handProvider(), silent);
    for (const key of [1, 2]) cache.set(key, 'x');
    cache.invalidate(1);
    expect([cache.has(1), cache.has(2)]).toEqual([false, true]);
  });

  it('clears residents and loads, and leaves the readers where they are', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, naming(8, 9));
    cache.set(3, 'x');
    const reader = record(cache.get(1));
    cache.clear();
    expect([cache.size, provider.open(), cache.snapshot().readers.length]).toEqual([0, [1], 1]);
    provider.give(1);
    expect([reader.values, cache.size]).toEqual([['item 1'], 0]);
  });

  it('lets a load that was invalidated while it was being started be delivered and not kept', () => {
    const cache: PrefetchCache<number, string> = prefetchCache<number, string>((key) => {
      cache.invalidate(key);
      return of(`item ${key}`);
    }, silent);
    expect([record(cache.get(1)).values, cache.has(1)]).toEqual([['item 1'], false]);
  });
});

describe('Law 14: clear. The cache', () => {
  it('clears what there was, and not what begins while it clears', () => {
    const provider = handProvider();
    let again: Recording<string> | undefined;
    const cache: PrefetchCache<number, string> = prefetchCache<number, string>((key, context) => {
      context.signal.addEventListener('abort', () => (again = record(cache.get(key))));
      return provider.load(key, context);
    }, silent);
    record(cache.warm([1]));
    cache.clear();
    provider.give(1);
    expect([again?.values, cache.has(1)]).toEqual([['item 1'], true]);
  });
});

describe('Law 14: invalidateWhere. The cache', () => {
  /** The residents 1 to 4, a prefetch of 5 and a load of 6. */
  function setUp() {
    const provider = handProvider();
    const cache = prefetchCache(provider, naming(5));
    for (const key of [1, 2, 3, 4]) cache.set(key, 'x');
    const reader = record(cache.get(6));
    return { provider, cache, reader, log: eventLog(cache) };
  }
  const isEven = (key: number): boolean => key % 2 === 0;

  it('invalidates the residents and the loads whose keys match, each with one event', () => {
    const { provider, cache, reader, log } = setUp();
    const asked: number[] = [];
    cache.invalidateWhere((key) => {
      asked.push(key);
      return key !== 4;
    });
    expect(asked.toSorted()).toEqual([1, 2, 3, 4, 5, 6]);
    expect(log).toEqual([
      'prefetch-abort 5',
      'evict 1 invalidated',
      'evict 2 invalidated',
      'evict 3 invalidated',
    ]);
    provider.give(6);
    expect([reader.values, cache.has(6), cache.has(4)]).toEqual([['item 6'], false, true]);
  });

  it('invalidates in one step: a listener sees all of it at its first event', () => {
    const { cache } = setUp();
    const sizes: number[] = [];
    record(cache.events$, () => sizes.push(cache.size));
    cache.invalidateWhere(isEven);
    expect(sizes).toEqual([2, 2]);
  });

  it('asks for all keys before anything changes', () => {
    const { cache } = setUp();
    const seen: unknown[] = [];
    cache.invalidateWhere(() => {
      seen.push([cache.size, cache.snapshot().inFlight.length]);
      return true;
    });
    expect(seen).toEqual(Array.from({ length: 6 }, () => [4, 2]));
  });

  it('throws what the function throws, and then has changed nothing', () => {
    const { cache, log } = setUp();
    const before = cache.snapshot();
    expect(() =>
      cache.invalidateWhere((key) => {
        if (key === 3) throw new Error('no key');
        return true;
      }),
    ).toThrow('no key');
    expect([cache.snapshot(), log]).toEqual([before, []]);
    cache.set(9, 'x');
    expect(log).toEqual(['store 9 set']);
  });

  it('ends the rest of failed keys that match', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, naming(2, 3), { concurrency: 2 });
    record(cache.get(1));
    provider.fail(2);
    provider.fail(3);
    cache.invalidateWhere(isEven);
    record(cache.get(9));
    expect(provider.open()).toEqual([1, 9, 2]);
  });

  it('gives the function the keys, not their identities', () => {
    const cache = prefetchCache<{ id: number }, string>(() => NEVER, () => [], { keyOf: ({ id }) => id }); // prettier-ignore
    const [one, two] = [{ id: 1 }, { id: 2 }];
    cache.set(one, 'x');
    record(cache.get(two));
    cache.invalidateWhere((key) => key === one);
    expect([cache.has({ id: 1 }), cache.snapshot().inFlight.length]).toEqual([false, 1]);
  });

  it('changes nothing more if the function closes it', () => {
    const { cache, log } = setUp();
    cache.invalidateWhere(() => {
      cache.close();
      return true;
    });
    expect(log.filter((line) => line.startsWith('evict'))).toEqual([1, 2, 3, 4].map((key) => `evict ${key} close`)); // prettier-ignore
  });
});
