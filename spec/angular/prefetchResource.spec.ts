/** @jest-environment jsdom */
import { setUp } from './support/testBed.js';
import { effect, Injector, PendingTasks, signal, type WritableSignal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { Observable, of, Subject, throwError } from 'rxjs';
import { prefetchCache } from '../../operators/prefetchCache.js';
import type { PrefetchResource } from '../../src/angular/asResource.js';
import {
  prefetchResource,
  type PrefetchResourceOptions,
} from '../../src/angular/prefetchResource.js';
import { ClosedError, LoadError } from '../../src/errors.js';
import type { PrefetchCache } from '../../src/types.js';
import { handProvider, type HandProvider } from '../support/handProvider.js';
import { naming, silent } from '../support/naming.js';

let provider: HandProvider<number>;
let cache: PrefetchCache<number, string>;
let key: WritableSignal<number | undefined>;

beforeEach(() => {
  setUp();
  provider = handProvider();
  cache = prefetchCache(provider, silent);
  key = signal<number | undefined>(undefined);
});

/** A resource of the application, after effects have run. */
function resourceOf(
  options: Partial<PrefetchResourceOptions<number, string>> = {},
): PrefetchResource<string | undefined> {
  const resource = TestBed.runInInjectionContext(() =>
    prefetchResource({ key, cache, ...options }),
  );
  TestBed.tick();
  return resource;
}

/** A resource with a key that changes. */
function resourceAt(
  first: number,
  options: Partial<PrefetchResourceOptions<number, string>> = {},
): PrefetchResource<string | undefined> {
  key.set(first);
  return resourceOf(options);
}

/** Changes the key, and runs effects. */
function moveTo(next: number | undefined): void {
  key.set(next);
  TestBed.tick();
}

const look = (resource: PrefetchResource<string | undefined>): unknown[] => [
  resource.status(),
  resource.status() === 'error' ? resource.error()?.message : resource.value(),
  resource.isLoading(),
  resource.hasValue(),
];

describe('A resource of a cache', () => {
  it('is idle without a key', () => {
    const resource = resourceOf();
    expect(look(resource)).toEqual(['idle', undefined, false, false]);
    expect(resource.snapshot()).toEqual({ status: 'idle', value: undefined });
    expect(provider.log).toEqual([]);
  });

  it('loads the item of its key, and shows it', () => {
    const resource = resourceAt(1);
    expect(look(resource)).toEqual(['loading', undefined, true, false]);
    provider.give(1);
    expect(look(resource)).toEqual(['resolved', 'item 1', false, true]);
    expect(resource.snapshot()).toEqual({ status: 'resolved', value: 'item 1' });
  });

  it('is loading as soon as the key changes, before the request', () => {
    const resource = resourceAt(1);
    provider.give(1);
    key.set(2);
    expect(look(resource)).toEqual(['loading', undefined, true, false]);
    expect(provider.open()).toEqual([]);
    TestBed.tick();
    expect(provider.open()).toEqual([2]);
  });

  it('shows a resident item as soon as the key is known, before effects have run', () => {
    cache.set(1, 'held');
    const resource = resourceOf();
    key.set(1);
    expect(look(resource)).toEqual(['resolved', 'held', false, true]);
    expect(cache.stats().requests).toBe(0);
    TestBed.tick();
    expect(look(resource)).toEqual(['resolved', 'held', false, true]);
    expect(cache.stats().hits).toBe(1);
  });

  it('loads an item that was there at once, and was evicted before the request', () => {
    cache.set(1, 'held');
    const resource = resourceOf();
    key.set(1);
    expect(resource.value()).toBe('held');
    cache.clear();
    TestBed.tick();
    expect(look(resource)).toEqual(['loading', undefined, true, false]);
    provider.give(1);
    expect(look(resource)).toEqual(['resolved', 'item 1', false, true]);
  });

  it('does not change for a key object that is new and means the same', () => {
    const tiles = prefetchCache(({ x }: { x: number }) => of(`tile ${x}`), silent, {
      keyOf: ({ x }) => x,
    });
    const x = signal(1);
    const looks: unknown[] = [];
    const resource = TestBed.runInInjectionContext(() => {
      const tile = prefetchResource({ key: () => ({ x: Math.min(x(), 3) }), cache: tiles });
      effect(() => void looks.push(tile.snapshot()));
      return tile;
    });
    for (const next of [1, 2, 3, 4, 5]) {
      x.set(next);
      TestBed.tick();
    }
    expect(resource.value()).toBe('tile 3');
    expect(looks.slice(-1)).toEqual([{ status: 'resolved', value: 'tile 3' }]);
    expect(looks.filter((look) => (look as { value?: string }).value === 'tile 3')).toHaveLength(1);
  });

  it('abandons a superseded request, whatever the order of the cache', () => {
    const resource = resourceAt(1);
    moveTo(2);
    expect(provider.log).toEqual(['demand 1', 'demand 2', 'left 1', 'abort 1']);
    provider.give(2);
    expect(look(resource)).toEqual(['resolved', 'item 2', false, true]);
  });

  it('does not show an item of an earlier key, also before the new one is requested', () => {
    const resource = resourceAt(1);
    key.set(2);
    provider.give(1);
    expect(look(resource)).toEqual(['loading', undefined, true, false]);
    TestBed.tick();
    provider.give(2);
    expect(resource.value()).toBe('item 2');
  });

  it('aborts its load and forgets its value when the key is undefined', () => {
    const resource = resourceAt(1);
    moveTo(undefined);
    expect(look(resource)).toEqual(['idle', undefined, false, false]);
    expect(provider.log).toContain('left 1');
    moveTo(1);
    provider.give(1);
    expect(resource.value()).toBe('item 1');
  });

  it('is a reader of its own, whose history the predictor sees', () => {
    const seen: (readonly number[])[] = [];
    cache = prefetchCache(provider, (_current, history) => (seen.push([...history]), []));
    resourceAt(1);
    resourceOf({ key: () => 7 });
    moveTo(2);
    expect(seen).toEqual([[1], [7], [1, 2]]);
  });

  it('joins a prefetch', () => {
    cache = prefetchCache(provider, naming(2));
    const resource = resourceAt(1);
    expect(provider.log).toEqual(['demand 1', 'prefetch 2']);
    moveTo(2);
    provider.give(2);
    expect([resource.value(), cache.stats().joins]).toEqual(['item 2', 1]);
  });

  it('has a failed load as its error and no value, and continues with the next key', () => {
    const resource = resourceAt(1);
    provider.fail(1);
    expect(look(resource)).toEqual(['error', 'The load of 1 failed: no 1', false, false]);
    expect(resource.error()).toBeInstanceOf(LoadError);
    expect(() => resource.value()).toThrow(
      'A resource in its error state has no value: The load of 1 failed: no 1',
    );
    expect(resource.snapshot()).toEqual({ status: 'error', error: resource.error() });
    moveTo(2);
    expect(resource.error()).toBeUndefined();
    provider.give(2);
    expect(look(resource)).toEqual(['resolved', 'item 2', false, true]);
  });

  it('has no value if the item is undefined', () => {
    const resource = resourceOf({
      cache: prefetchCache<number, string>(() => of(undefined as unknown as string), silent),
      key: () => 1,
    });
    expect(look(resource)).toEqual(['resolved', undefined, false, false]);
  });
});

describe('A reload of a resource', () => {
  it('loads the item again, and shows the old one meanwhile', () => {
    const resource = resourceAt(1);
    provider.give(1);
    expect(resource.reload()).toBe(true);
    expect(look(resource)).toEqual(['reloading', 'item 1', true, true]);
    expect(cache.peek(1)).toBe('item 1');
    provider.giveValue(1, 'new');
    expect(look(resource)).toEqual(['resolved', 'new', false, true]);
    expect(cache.peek(1)).toBe('new');
  });

  it('tries again after a failure', () => {
    const resource = resourceAt(1);
    provider.fail(1);
    expect(resource.reload()).toBe(true);
    expect(look(resource)).toEqual(['reloading', undefined, true, false]);
    provider.give(1);
    expect(look(resource)).toEqual(['resolved', 'item 1', false, true]);
  });

  it('does nothing and returns false while the resource is idle, loading or reloading', () => {
    const resource = resourceOf();
    expect(resource.reload()).toBe(false);
    moveTo(1);
    expect(resource.reload()).toBe(false);
    provider.give(1);
    expect([resource.reload(), resource.reload()]).toEqual([true, false]);
    expect(provider.log).toEqual(['demand 1', 'revalidate 1']);
  });

  it('does not move its reader', () => {
    const seen: (readonly number[])[] = [];
    cache = prefetchCache(provider, (_current, history) => (seen.push([...history]), []));
    const resource = resourceAt(1);
    provider.give(1);
    resource.reload();
    expect(seen).toEqual([[1]]);
  });

  it('gives way to the next key', () => {
    const resource = resourceAt(1);
    provider.give(1);
    resource.reload();
    moveTo(2);
    provider.giveValue(1, 'newer');
    expect([resource.status(), provider.open()]).toEqual(['loading', [2]]);
    provider.give(2);
    expect([resource.value(), cache.peek(1)]).toEqual(['item 2', 'newer']);
  });
});

describe('While another item loads, a resource shows', () => {
  it('nothing by default', () => {
    const resource = resourceAt(1);
    provider.give(1);
    moveTo(2);
    expect(look(resource)).toEqual(['loading', undefined, true, false]);
  });

  it("the last value with `whileLoading: 'last'`", () => {
    const resource = resourceAt(1, { whileLoading: 'last' });
    expect(look(resource)).toEqual(['loading', undefined, true, false]);
    provider.give(1);
    moveTo(2);
    expect(look(resource)).toEqual(['loading', 'item 1', true, true]);
    moveTo(3);
    expect(look(resource)).toEqual(['loading', 'item 1', true, true]);
    provider.give(3);
    expect(look(resource)).toEqual(['resolved', 'item 3', false, true]);
  });

  it('the last value again after a failure, and none in the error state', () => {
    const resource = resourceAt(1, { whileLoading: 'last' });
    provider.give(1);
    moveTo(2);
    provider.fail(2);
    expect(resource.hasValue()).toBe(false);
    moveTo(3);
    expect(look(resource)).toEqual(['loading', 'item 1', true, true]);
  });

  it('nothing from before it was idle', () => {
    const resource = resourceAt(1, { whileLoading: 'last' });
    provider.give(1);
    moveTo(undefined);
    moveTo(2);
    expect(look(resource)).toEqual(['loading', undefined, true, false]);
  });
});

describe('The key of a resource', () => {
  it('may be a function that reads signals', () => {
    const resource = resourceAt(1, { key: () => (key() ?? 0) * 10 });
    moveTo(2);
    expect(provider.open()).toEqual([20]);
    provider.give(20);
    expect(resource.value()).toBe('item 20');
  });

  it('may fail to be read, which is an error until the next key', () => {
    const read = (): number => {
      if (key() === 1) throw new RangeError('no page 1');
      return key() ?? 0;
    };
    const resource = resourceAt(1, { key: read });
    expect(look(resource)).toEqual(['error', 'no page 1', false, false]);
    expect(resource.reload()).toBe(false);
    moveTo(2);
    provider.give(2);
    expect(look(resource)).toEqual(['resolved', 'item 2', false, true]);
  });

  it('may be one that `keyOf` refuses, which is an error until the next key', () => {
    const cacheOfEven = prefetchCache(provider, silent, {
      keyOf: (n) => {
        if (n % 2) throw new RangeError(`${n} is odd`);
        return n;
      },
    });
    const resource = resourceAt(1, { cache: cacheOfEven });
    expect([look(resource), resource.reload()]).toEqual([
      ['error', '1 is odd', false, false],
      true,
    ]);
    expect(look(resource)).toEqual(['error', '1 is odd', false, false]);
    expect(() => resource.set('mine')).toThrow('1 is odd');
    moveTo(2);
    provider.give(2);
    expect(look(resource)).toEqual(['resolved', 'item 2', false, true]);
  });

  it('may be an observable, each of whose values is a request, and a hit is shown in the same call', () => {
    const key$ = new Subject<number | undefined>();
    cache.set(3, 'held');
    const resource = resourceOf({ key: key$ });
    expect(resource.status()).toBe('idle');
    for (const next of [1, 2, 3]) key$.next(next);
    expect(look(resource)).toEqual(['resolved', 'held', false, true]);
    expect(cache.snapshot().readers[0]?.history).toEqual([1, 2, 3]);
    key$.next(undefined);
    expect(resource.status()).toBe('idle');
  });

  it('is requested again when an observable repeats it, and its item stays shown', () => {
    const key$ = new Subject<number>();
    const resource = resourceOf({ key: key$ });
    key$.next(1);
    key$.next(1);
    expect(resource.status()).toBe('loading');
    provider.give(1);
    cache.invalidate(1);
    key$.next(1);
    expect(look(resource)).toEqual(['reloading', 'item 1', true, true]);
    provider.giveValue(1, 'new');
    expect(resource.value()).toBe('new');
  });

  it('stays after its observable has completed', () => {
    const resource = resourceOf({ key: of(1) });
    provider.give(1);
    expect(look(resource)).toEqual(['resolved', 'item 1', false, true]);
  });

  it('is an error if its observable fails, also with a value that is no error', () => {
    expect(look(resourceOf({ key: throwError(() => new Error('no keys')) }))).toEqual([
      'error',
      'no keys',
      false,
      false,
    ]);
    const thrown = resourceOf({
      key: new Observable<number>((subscriber) => subscriber.error('torn')),
    }).error();
    expect([thrown?.message, thrown?.cause]).toEqual([
      'Expected an Error to be thrown, got torn',
      'torn',
    ]);
  });
});

describe('A resource whose cache closes', () => {
  it('is in its error state if it was loading', () => {
    const resource = resourceAt(1);
    cache.close();
    expect(resource.error()).toBeInstanceOf(ClosedError);
  });

  it('keeps its item, and fails with the next key', () => {
    const resource = resourceAt(1);
    provider.give(1);
    cache.close();
    expect(look(resource)).toEqual(['resolved', 'item 1', false, true]);
    moveTo(2);
    expect(resource.error()).toBeInstanceOf(ClosedError);
  });

  it('is in its error state if the cache was closed before', () => {
    cache.close();
    expect(resourceAt(1).error()).toBeInstanceOf(ClosedError);
  });
});

describe('A resource that is destroyed', () => {
  it('aborts its load, is idle, and makes no more requests', () => {
    const injector = Injector.create({ providers: [], parent: TestBed.inject(Injector) });
    const resource = resourceAt(1, { injector });
    const key$ = new Subject<number>();
    resourceOf({ injector, key: key$ });
    injector.destroy();
    expect(provider.log).toEqual(['demand 1', 'left 1', 'abort 1']);
    expect(look(resource)).toEqual(['idle', undefined, false, false]);
    expect(key$.observed).toBe(false);
    moveTo(2);
    expect(provider.log).toHaveLength(3);
  });

  it('needs an injector or an injection context', () => {
    expect(() => prefetchResource({ key, cache })).toThrow('NG0203');
  });
});

describe('The task of a resource', () => {
  let log: string[];
  let resource: PrefetchResource<string | undefined>;

  beforeEach(() => {
    log = [];
    let tasks = 0;
    const add = (): (() => void) => {
      const task = ++tasks;
      let open = true;
      log.push(`begin ${task}`);
      return () => {
        if (open) log.push(`end ${task}, ${resource.status()}`);
        open = false;
      };
    };
    setUp({ provide: PendingTasks, useValue: { add } });
    cache.events$.subscribe(({ type }) => log.push(type));
  });

  it('lasts from before the request until the value is written', () => {
    resource = resourceAt(1);
    provider.give(1);
    expect(log.filter((said) => !/plan|store|serve/.test(said))).toEqual([
      'begin 1',
      'miss',
      'load-start',
      'load-success',
      'end 1, resolved',
    ]);
  });

  it('is followed by the next task without a gap', () => {
    resource = resourceAt(1);
    moveTo(2);
    expect(log.filter((said) => /begin|end/.test(said))).toEqual([
      'begin 1',
      'begin 2',
      'end 1, loading',
    ]);
  });

  it.each([
    ['the load fails', () => provider.fail(1), 'error'],
    ['nothing is wanted any more', () => moveTo(undefined), 'idle'],
    ['the cache closes', () => cache.close(), 'error'],
    ['the resource is destroyed', () => TestBed.resetTestingModule(), 'idle'],
  ])('ends when %s', (_what, end, status) => {
    resource = resourceAt(1);
    end();
    expect(log.filter((said) => /^(begin|end)/.test(said))).toEqual([
      'begin 1',
      `end 1, ${status}`,
    ]);
  });

  it('ends in the same call for a hit', () => {
    cache.set(1, 'held');
    resource = resourceOf();
    moveTo(1);
    expect(log.filter((said) => /^(begin|end)/.test(said))).toEqual(['begin 1', 'end 1, resolved']);
  });
});

describe('A wrong option of a resource is refused:', () => {
  it.each([
    [
      'a key',
      { key: 5 },
      'Expected `key` to be a signal, a function or an observable, got `5` (number)',
    ],
    [
      'a cache',
      { cache: () => of(1) },
      'Expected `cache` to be a prefetchCache, got `a function` (function)',
    ],
    [
      'no cache',
      { cache: undefined },
      'Expected `cache` to be a prefetchCache, got `undefined` (undefined)',
    ],
    [
      'what to show',
      { whileLoading: true },
      "Expected `whileLoading` to be 'nothing' or 'last', got `true` (boolean)",
    ],
  ])('%s', (_what, options, message) => {
    expect(() => resourceOf(options as object)).toThrow(message);
  });
});
