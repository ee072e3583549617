import { describe, expect, it } from '@jest/globals';
import { NEVER, of, Subject } from 'rxjs';
import { prefetchCache } from '../../operators/prefetchCache.js';
import { ClosedError } from '../../src/errors.js';
import type { PrefetchCacheOptions } from '../../src/options.js';
import type { Access, Predictor, View } from '../../src/types.js';
import { eventLog } from '../support/eventLog.js';
import { handProvider } from '../support/handProvider.js';
import { naming, silent } from '../support/naming.js';
import { record } from '../support/record.js';
import { virtually } from '../support/virtually.js';

/** A view in one word: `1=item 1, 2!` where key 2 has failed. */
const words = (view: View<number, string>): string =>
  [...view.values()]
    .map((one) => (one.status === 'fulfilled' ? `${one.key}=${one.value}` : `${one.key}!`))
    .join(', ');

/** One subscriber of views. */
function setUp(
  predictor: Predictor<number> = silent,
  options: PrefetchCacheOptions<number, string> = {},
) {
  const provider = handProvider();
  const cache = prefetchCache<number, string>(provider, predictor, options);
  const view$ = new Subject<Iterable<number>>();
  const views = record(view$.pipe(cache.view));
  return {
    provider,
    cache,
    view$,
    views,
    seen: () => views.values.map(words),
    last: () => words(views.values.at(-1) ?? (new Map() as unknown as View<number, string>)),
  };
}

describe('Law 22: views. The cache', () => {
  it('emits a map at once for each view, and again after each step that changed an item', () => {
    virtually(({ cold, expectObservable, source, scheduler }) => {
      const { load, expectLoads } = source({ 1: '--a|', 2: '-----b|', 3: '----c|' });
      const cache = prefetchCache(load, silent, { scheduler });
      const map = (...pairs: [number, string][]) =>
        new Map(pairs.map(([key, value]) => [key, { key, status: 'fulfilled', value }]));
      const view$ = cold<Iterable<number>>('p-------q----------|', { p: [1, 2], q: [2, 3] });
      expectObservable(view$.pipe(cache.view)).toBe('n-a--b--c---d------|', {
        n: map(),
        a: map([1, 'a']),
        b: map([1, 'a'], [2, 'b']),
        c: map([2, 'b']),
        d: map([2, 'b'], [3, 'c']),
      });
      expectLoads(1, '^-!');
      expectLoads(2, '^----!');
      expectLoads(3, '--------^---!');
    });
  });

  it('has the items in the order of the view, under the key objects of the view', () => {
    const cache = prefetchCache((tile: { id: number }) => of(`tile ${tile.id}`), silent, {
      keyOf: ({ id }) => id,
    });
    const view$ = new Subject<Iterable<{ id: number }>>();
    const { values } = record(view$.pipe(cache.view));
    const [one, two, again] = [{ id: 1 }, { id: 2 }, { id: 1 }];
    view$.next(new Set([two, one]));
    view$.next([again, two, one]);
    expect([...(values.at(-2)?.keys() ?? [])]).toEqual([two, one]);
    const keys = [...(values.at(-1)?.keys() ?? [])];
    expect(keys.map((key) => [again, two, one].indexOf(key))).toEqual([0, 1, 2]);
  });

  it('emits one map for all items that arrive in one step, and none if nothing has changed', () => {
    const cache = prefetchCache((key: number) => of(`item ${key}`), silent);
    const view$ = new Subject<Iterable<number>>();
    const { values } = record(view$.pipe(cache.view));
    view$.next([1, 2, 3]);
    expect(values.map(words)).toEqual(['1=item 1, 2=item 2, 3=item 3']);
    cache.set(9, 'other');
    expect(values.length).toBe(1);
    view$.next([1, 2, 3]);
    expect(values.length).toBe(2);
  });

  it('keeps the outcome object of a key that has not changed', () => {
    const { provider, view$, views } = setUp();
    view$.next([1, 2]);
    provider.give(1);
    provider.give(2);
    view$.next([2, 1]);
    const [, first, , third] = views.values;
    expect(first?.get(1)).toBeDefined();
    expect(third?.get(1)).toBe(first?.get(1));
  });

  it('keeps the loads of keys that stay, and releases those of keys that leave', () => {
    const { provider, view$ } = setUp();
    view$.next([1, 2, 3]);
    view$.next([2, 3, 4]);
    view$.next([4]);
    expect(provider.log).toEqual([
      ...['demand 1', 'demand 2', 'demand 3', 'demand 4', 'left 1', 'abort 1'],
      ...['left 2', 'abort 2', 'left 3', 'abort 3'],
    ]);
  });

  it('goes on with the load of a key that leaves, if the new plan names it', () => {
    const { provider, view$ } = setUp((current) => (current === 4 ? [[1, 1]] : []));
    view$.next([1, 2]);
    view$.next([2, 4]);
    expect(provider.open()).toEqual([1, 2, 4]);
  });

  it('emits each key that enters as a hit, a join or a miss that moves the reader', () => {
    const { cache, view$, provider } = setUp(naming(3), { concurrency: 1 });
    const log = eventLog(cache, 'hit', 'join', 'miss', 'serve', 'plan');
    cache.set(1, 'one');
    view$.next([1, 2]);
    expect(log).toEqual(['hit 1', 'miss 2', 'plan 3']);
    view$.next([2, 3]);
    provider.give(2, 3);
    expect(log.slice(3)).toEqual(['join 3 first', 'plan', 'serve 2', 'serve 3']);
    expect(cache.snapshot().readers).toEqual([{ id: 1, current: 3, history: [1, 2, 3] }]);
    expect(cache.stats()).toMatchObject({ hits: 1, joins: 1, misses: 1, useful: 1 });
    expect(cache.stats().wait.count).toBe(3);
  });

  it('makes one plan a view, never of its keys', () => {
    const { cache, view$ } = setUp((current) => [
      [current + 1, 1],
      [current + 10, 0.5],
    ]);
    const log = eventLog(cache, 'plan');
    view$.next([1, 2, 3]);
    expect(log).toEqual(['plan 4 11 12 13']);
    view$.next([2, 3]);
    expect(log.length).toBe(1);
  });

  it('calls user parts for the keys that enter and leave only, however large the view is', () => {
    const calls: string[] = [];
    const log = (name: string) => (): undefined => void calls.push(name);
    const cache = prefetchCache<number, string>(
      (key) => (calls.push('load'), of(`item ${key}`)),
      { observe: log('observe'), predict: log('predict') },
      {
        maxKeys: 5000,
        eviction: { added: log('added'), used: log('used'), removed: log('removed'), victim: log('victim') }, // prettier-ignore
      },
    );
    const view$ = new Subject<Iterable<number>>();
    record(view$.pipe(cache.view));
    const keys = Array.from({ length: 1000 }, (_, key) => key);
    view$.next(keys);
    calls.length = 0;
    view$.next([...keys.slice(1), 1000]);
    expect(calls).toEqual(['observe', 'load', 'added', 'predict']);
  });

  it('tells the predictor which keys belong to one view', () => {
    const accesses: Access<number>[] = [];
    const { view$ } = setUp({
      observe: (access) => accesses.push(access),
      predict: () => undefined,
    });
    view$.next([1, 2]);
    view$.next([2]);
    view$.next([2, 3]);
    expect(accesses.map(({ key, view, reader }) => [key, view, reader])).toEqual([
      [1, 1, 1],
      [2, 1, 1],
      [3, 3, 1],
    ]);
  });

  it('evicts nothing that the last map has before the next one has been emitted', () => {
    const destroyed = new Set<string>();
    const shown: string[] = [];
    const provider = handProvider();
    const cache = prefetchCache<number, string>(provider, silent, { maxKeys: 2 });
    cache.evictions$.subscribe(({ value }) => destroyed.add(value));
    const view$ = new Subject<Iterable<number>>();
    record(view$.pipe(cache.view), (view) => {
      const values = [...view.values()].map((one) => (one.status === 'fulfilled' ? one.value : ''));
      expect(values.filter((value) => destroyed.has(value))).toEqual([]);
      shown.push(values.join());
    });
    for (const first of [1, 2, 3, 4]) {
      view$.next([first, first + 1]);
      provider.give(...provider.open());
    }
    expect(shown.at(-1)).toBe('item 4,item 5');
    expect([...destroyed]).toEqual(['item 1', 'item 2', 'item 3']);
  });

  it('serves a view that is larger than the budget, and keeps only what fits', () => {
    const { cache, view$, provider, last } = setUp(silent, { maxKeys: 2 });
    const evictions = eventLog(cache, 'evict');
    view$.next([1, 2, 3]);
    provider.give(1, 2, 3);
    expect([last(), cache.size, evictions]).toEqual(['1=item 1, 2=item 2, 3=item 3', 2, []]);
    view$.next([1, 2]);
    expect(evictions).toEqual(['evict 3 rejected']);
  });

  it('shows at once what is set, and pins the older item until that has been emitted', () => {
    const { cache, view$, provider, last } = setUp();
    view$.next([1, 2]);
    provider.give(1);
    const evicted: string[] = [];
    cache.evictions$.subscribe(({ value }) => evicted.push(`${value} after ${last()}`));
    cache.set(1, 'new');
    cache.set(2, 'early');
    expect([last(), evicted]).toEqual(['1=new, 2=early', ['item 1 after 1=new']]);
    expect(provider.log.slice(2)).toEqual(['left 2', 'abort 2']);
  });

  it('shows an invalidated item until the key has been loaded again', () => {
    const { cache, view$, provider, seen, last } = setUp();
    view$.next([1, 2]);
    provider.give(1, 2);
    cache.clear();
    expect([last(), provider.open()]).toEqual(['1=item 1, 2=item 2', [1, 2]]);
    provider.giveValue(1, 'again');
    expect(last()).toBe('1=again, 2=item 2');
    cache.invalidate(2);
    expect(provider.log.filter((line) => line === 'demand 2').length).toBe(3);
    provider.giveValue(2, 'again');
    expect(seen().at(-1)).toBe('1=again, 2=again');
  });

  it('has failures in the map; the next view tries again', () => {
    const { view$, provider, last } = setUp();
    view$.next([1, 2]);
    provider.fail(1);
    expect(last()).toBe('1!');
    view$.next([1, 2]);
    expect([last(), provider.open()]).toEqual(['', [2, 1]]);
    provider.give(1);
    expect(last()).toBe('1=item 1');
  });

  it('tries again what has failed when `retry` is called', () => {
    const { view$, provider, views, last } = setUp();
    view$.next([1, 2]);
    provider.fail(1);
    const [, failed] = views.values;
    view$.next([1, 2, 3]);
    provider.fail(1);
    failed?.retry();
    expect([last(), provider.open()]).toEqual(['', [2, 3, 1]]);
    views.stop();
    failed?.retry();
    expect(provider.open()).toEqual([]);
  });

  it('releases everything when it is unsubscribed', () => {
    const { cache, view$, provider, views } = setUp(naming(8));
    view$.next([1, 2]);
    provider.give(1);
    cache.invalidate(1);
    const evictions = eventLog(cache, 'evict');
    provider.give(2);
    cache.set(2, 'other');
    views.stop();
    expect(provider.open()).toEqual([]);
    expect(evictions).toEqual(['evict 2 replaced', 'evict 1 invalidated']);
    cache.clear();
    expect([provider.open(), cache.snapshot().readers]).toEqual([[], []]);
  });

  it('completes when the views have completed and all items are there', () => {
    const { view$, provider, views, cache, last } = setUp(naming(8));
    view$.next([1, 2]);
    view$.complete();
    expect([provider.open(), views.end]).toEqual([[1, 2], undefined]);
    provider.give(1);
    cache.set(1, 'not followed any more');
    provider.fail(2);
    expect([last(), views.end]).toEqual(['1=item 1, 2!', 'complete']);
    expect(record(of([]).pipe(cache.view)).end).toBe('complete');
  });

  it('completes with `close`, and errors with ClosedError after it', () => {
    const { cache, view$, provider, views } = setUp();
    view$.next([1]);
    cache.close();
    expect([views.end, provider.open()]).toEqual(['complete', []]);
    expect(record(NEVER.pipe(cache.view)).error).toBeInstanceOf(ClosedError);
  });

  it.each([
    ['a number', 5, 'Expected `view` to be an iterable of keys, got `5` (number)'],
    ['a string', 'abc', 'Expected `view` to be an iterable of keys, got `"abc"` (string)'],
    ['null', null, 'Expected `view` to be an iterable of keys, got `null` (null)'],
  ])('errors for %s in place of a view', (_what, wrong, message) => {
    const { view$, views, cache } = setUp();
    view$.next([1]);
    view$.next(wrong as unknown as Iterable<number>);
    expect((views.error as TypeError).message).toBe(message);
    expect(cache.snapshot()).toMatchObject({ inFlight: [], readers: [] });
  });

  it('errors for a view without an end instead of reading it forever', () => {
    const { view$, views } = setUp();
    view$.next({
      *[Symbol.iterator]() {
        for (let key = 0; ; key++) yield key;
      },
    });
    expect(views.error).toBeInstanceOf(RangeError);
  });

  it('emits the map of the latest view only, if a listener changes the view', () => {
    const { cache, view$, provider, seen } = setUp();
    let isFirst = true;
    cache.events$.subscribe(({ type }) => {
      if (type !== 'serve' || !isFirst) return;
      isFirst = false;
      view$.next([2]);
    });
    view$.next([1, 2]);
    provider.give(1);
    expect([seen(), provider.open()]).toEqual([['', ''], [2]]);
  });

  it('is unsubscribed and closed at any step without leaving anything', () => {
    for (const end of ['stop', 'close', 'error'] as const)
      for (let step = 1; step < 40; step++) {
        const { cache, view$, provider, views } = setUp(naming(8, 9));
        let steps = 0;
        const evicted: string[] = [];
        cache.evictions$.subscribe(({ value }) => evicted.push(value));
        const react = (): void => {
          if (++steps !== step) return;
          if (end === 'stop') views.stop();
          else if (end === 'close') cache.close();
          else view$.error(new Error('end'));
        };
        cache.events$.subscribe(react);
        view$.subscribe({ next: react, error: () => undefined });
        view$.next([1, 2, 3]);
        if (provider.open().includes(1)) provider.give(1);
        view$.next([2, 4]);
        cache.set(2, 'set');
        cache.clear();
        if (steps >= step) expect([end, step, provider.open()]).toEqual([end, step, []]);
        cache.close();
        expect([end, step, provider.open(), cache.size]).toEqual([end, step, [], 0]);
        expect(new Set(evicted).size).toBe(evicted.length);
      }
  });
});
