/** @jest-environment jsdom */
import { setUp } from './support/testBed.js';
import { ApplicationRef, Injector, signal, type WritableSignal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { of, Subject, throwError } from 'rxjs';
import { prefetchCache } from '../../operators/prefetchCache.js';
import { prefetchResource } from '../../src/angular/prefetchResource.js';
import {
  prefetchView,
  type PrefetchView,
  type PrefetchViewOptions,
} from '../../src/angular/prefetchView.js';
import { ClosedError } from '../../src/errors.js';
import type { PrefetchCache } from '../../src/types.js';
import { handProvider, type HandProvider } from '../support/handProvider.js';
import { silent } from '../support/naming.js';

let provider: HandProvider<number>;
let cache: PrefetchCache<number, string>;
let keys: WritableSignal<readonly number[]>;

beforeEach(() => {
  setUp();
  provider = handProvider();
  cache = prefetchCache(provider, silent, { maxKeys: 3 });
  keys = signal<readonly number[]>([1, 2]);
});

function viewOf(
  options: Partial<PrefetchViewOptions<number, string>> = {},
): PrefetchView<number, string> {
  const view = TestBed.runInInjectionContext(() => prefetchView({ keys, cache, ...options }));
  TestBed.tick();
  return view;
}

function moveTo(...next: number[]): void {
  keys.set(next);
  TestBed.tick();
}

/** The outcomes in short: values, and errors as `!`. */
const look = (view: PrefetchView<number, string>): unknown[] =>
  Array.from(view.outcomes(), ([key, outcome]) => [
    key,
    outcome.status === 'fulfilled' ? outcome.value : '!',
  ]);

describe('A view of a cache as signals', () => {
  it('shows each item when it comes, in the order of the keys', () => {
    const view = viewOf();
    expect([look(view), view.isLoading(), view.value(2)]).toEqual([[], true, undefined]);
    provider.give(2);
    expect([look(view), view.isLoading()]).toEqual([[[2, 'item 2']], true]);
    provider.give(1);
    expect([look(view), view.isLoading(), view.value(2)]).toEqual([
      [
        [1, 'item 1'],
        [2, 'item 2'],
      ],
      false,
      'item 2',
    ]);
  });

  it('has items of the cache as soon as it has their keys, before effects have run', () => {
    cache.set(3, 'held');
    const view = viewOf();
    provider.give(1, 2);
    keys.set([2, 3, 4]);
    expect([look(view), view.isLoading()]).toEqual([
      [
        [2, 'item 2'],
        [3, 'held'],
      ],
      true,
    ]);
    TestBed.tick();
    expect(provider.open()).toEqual([4]);
    expect(look(view)).toEqual([
      [2, 'item 2'],
      [3, 'held'],
    ]);
  });

  it('keeps items and loads of the keys that stay, and abandons those that leave', () => {
    const view = viewOf();
    provider.give(1);
    moveTo(2, 1, 3);
    expect([provider.open(), look(view)]).toEqual([[2, 3], [[1, 'item 1']]]);
    moveTo(3);
    expect(provider.open()).toEqual([3]);
  });

  it('is one reader, which moves once for all keys that enter', () => {
    const seen: (readonly number[])[] = [];
    cache = prefetchCache(provider, {
      observe: () => undefined,
      predict: (_current, history) => void seen.push([...history]),
    });
    viewOf();
    moveTo(2, 3, 4);
    expect(seen).toEqual([
      [1, 2],
      [1, 2, 3, 4],
    ]);
  });

  it('makes no request for equal keys in a new list', () => {
    viewOf({ keys: () => [...keys()] });
    const { requests } = cache.stats();
    moveTo(1, 2);
    expect(cache.stats().requests).toBe(requests);
  });

  it('follows the cache', () => {
    const view = viewOf();
    provider.give(1, 2);
    cache.set(1, 'set');
    expect(view.value(1)).toBe('set');
    cache.invalidate(1);
    provider.giveValue(1, 'new');
    expect(view.value(1)).toBe('new');
  });

  it('shares its items with resources', () => {
    const view = viewOf();
    provider.give(1, 2);
    const resource = TestBed.runInInjectionContext(() => prefetchResource({ key: () => 1, cache }));
    expect(resource.value()).toBe('item 1');
    TestBed.tick();
    resource.set('mine');
    expect(view.value(1)).toBe('mine');
  });

  it('has failures beside items, and loads them again with `retry`', () => {
    const view = viewOf();
    provider.give(1);
    provider.fail(2);
    expect([look(view), view.isLoading(), view.value(2)]).toEqual([
      [
        [1, 'item 1'],
        [2, '!'],
      ],
      false,
      undefined,
    ]);
    view.retry();
    expect([look(view), view.isLoading()]).toEqual([[[1, 'item 1']], true]);
    provider.give(2);
    expect(view.value(2)).toBe('item 2');
  });

  it('does not evict what it shows', () => {
    const view = viewOf();
    provider.give(1, 2);
    for (const key of [5, 6, 7]) cache.set(key, `set ${key}`);
    expect([cache.has(1), cache.has(2)]).toEqual([true, true]);
    view.destroy();
    for (const key of [8, 9, 10]) cache.set(key, `set ${key}`);
    expect([cache.has(1), cache.has(2)]).toEqual([false, false]);
  });
});

describe('The keys of a view of signals', () => {
  it('may be an observable', () => {
    const key$ = new Subject<number[] | undefined>();
    const view = viewOf({ keys: key$ });
    expect(view.isLoading()).toBe(false);
    key$.next([1]);
    provider.give(1);
    expect(look(view)).toEqual([[1, 'item 1']]);
    key$.next(undefined);
    expect(look(view)).toEqual([]);
  });

  it('may be any iterable, and repeat a key', () => {
    const view = viewOf({ keys: () => new Set(keys()) });
    provider.give(1, 2);
    expect(look(view)).toHaveLength(2);
    const twice = viewOf({ keys: () => [1, 1] });
    expect([look(twice), twice.isLoading()]).toEqual([[[1, 'item 1']], false]);
  });

  it.each<[string, Partial<PrefetchViewOptions<number, string>>, string]>([
    ['fail to be read', { keys: () => { throw new Error('no keys'); } }, 'no keys'], // prettier-ignore
    ['come from an observable that fails', { keys: throwError(() => new Error('torn')) }, 'torn'],
    ['be text', { keys: () => 'abc' as never }, 'Expected `keys` to be an iterable of keys'],
    ['be null', { keys: of(null) as never }, 'Expected `keys` to be an iterable of keys'],
    ['be too many', { keys: () => Array(20_000).keys() }, 'at most 10000 keys'],
  ])('may %s, which is the error of the view until the next keys', (_what, options, message) => {
    const view = viewOf(options);
    expect(view.error()?.message).toContain(message);
    expect([look(view), view.isLoading()]).toEqual([[], false]);
  });

  it('may be infinite, which is an error and no endless loop', () => {
    const endless = function* (): Generator<number> {
      for (let i = 0; ; i++) yield i;
    };
    expect(viewOf({ keys: endless }).error()?.message).toContain('at most 10000 keys');
  });

  it('show after an error', () => {
    const view = viewOf({
      keys: () => {
        if (keys()[0] === 0) throw new Error('no keys');
        return keys();
      },
    });
    provider.give(1, 2);
    moveTo(0);
    expect([view.error()?.message, look(view)]).toEqual(['no keys', []]);
    moveTo(1);
    expect([view.error(), look(view)]).toEqual([undefined, [[1, 'item 1']]]);
  });

  it('may be ones that `keyOf` refuses, which is an error until the next keys', () => {
    const view = viewOf({
      cache: prefetchCache(provider, silent, {
        keyOf: (n) => {
          if (n % 2) throw new RangeError(`${n} is odd`);
          return n;
        },
      }),
    });
    expect([view.error()?.message, view.isLoading()]).toEqual(['1 is odd', false]);
    moveTo(2);
    provider.give(2);
    expect([view.error(), look(view)]).toEqual([undefined, [[2, 'item 2']]]);
  });

  it('may depend on a resource', () => {
    const lists = handProvider();
    const resource = TestBed.runInInjectionContext(() =>
      prefetchResource({ key: () => 7, cache: prefetchCache(lists, silent) }),
    );
    const view = viewOf({ keys: ({ chain }) => (chain(resource) ?? '').split(',').map(Number) });
    expect([view.isLoading(), view.error()]).toEqual([true, undefined]);
    lists.giveValue(7, '4,5');
    TestBed.tick();
    expect(provider.open()).toEqual([4, 5]);
  });
});

describe('The end of a view of signals', () => {
  it('is that of its injector: it aborts its loads and has no outcomes', () => {
    const injector = Injector.create({ providers: [], parent: TestBed.inject(Injector) });
    const view = viewOf({ injector });
    provider.give(1);
    injector.destroy();
    moveTo(3);
    expect([look(view), view.isLoading(), provider.open()]).toEqual([[], false, []]);
  });

  it('comes with `destroy`, more than once', () => {
    const view = viewOf();
    view.destroy();
    view.destroy();
    view.retry();
    moveTo(3);
    expect([look(view), provider.open(), cache.snapshot().readers]).toEqual([[], [], []]);
  });

  it('is an error if the cache closes while it loads; what was there stays', () => {
    const view = viewOf();
    provider.give(1);
    cache.close();
    expect(view.error()).toBeInstanceOf(ClosedError);
    expect(look(view)).toEqual([[1, 'item 1']]);
  });
});

describe('The task of a view of signals', () => {
  it('lasts until each key has an outcome', async () => {
    const view = viewOf();
    let isStable = false;
    const stable = TestBed.inject(ApplicationRef)
      .whenStable()
      .then(() => (isStable = true));
    provider.give(1);
    await Promise.resolve();
    expect(isStable).toBe(false);
    provider.fail(2);
    await stable;
    expect(view.isLoading()).toBe(false);
  });

  it.each([
    ['without keys', (): void => moveTo()],
    ['after the error of the view', (): void => cache.close()],
    ['after its end', (): void => void TestBed.resetTestingModule()],
  ])('ends %s', async (_what, end) => {
    viewOf();
    const application = TestBed.inject(ApplicationRef);
    end();
    await application.whenStable();
    expect(cache.stats().inFlight).toBe(0);
  });
});

describe('A wrong option of a view is refused:', () => {
  it.each([
    ['keys', { keys: [1, 2] }, 'Expected `keys` to be a signal, a function or an observable'],
    ['a cache', { cache: () => of(1) }, 'Expected `cache` to be a prefetchCache'],
    ['another name', { key: () => 1 }, 'key'],
  ])('%s', (_what, options, message) => {
    expect(() => viewOf(options as object)).toThrow(message);
  });

  it('no options but a cache', () => {
    expect(() => prefetchView(cache as never)).toThrow(
      'Expected `options` to be an object with `keys` and `cache`',
    );
  });

  it('no injector', () => {
    expect(() => prefetchView({ keys, cache })).toThrow('NG0203');
  });
});
