/** @jest-environment jsdom */
import { setUp } from './support/testBed.js';
import { PendingTasks, signal, type WritableSignal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { Observable } from 'rxjs';
import { prefetchCache } from '../../operators/prefetchCache.js';
import type { PrefetchResource } from '../../src/angular/asResource.js';
import { prefetchResource } from '../../src/angular/prefetchResource.js';
import { prefetchView, type PrefetchView } from '../../src/angular/prefetchView.js';
import type { CacheEvent } from '../../src/events.js';
import type { PrefetchCache } from '../../src/types.js';
import { handProvider, type HandProvider } from '../support/handProvider.js';
import { silent } from '../support/naming.js';
import { isLong } from '../support/usualSeed.js';

const RESOURCES = 3;
const VIEWS = 2;
const which = fc.nat(RESOURCES - 1);
const whichView = fc.nat(VIEWS - 1);
const keys = fc.integer({ min: 1, max: 3 });

/** One action of a program. */
type Action =
  | readonly ['key', number, number | undefined]
  | readonly ['set', number]
  | readonly ['reload', number]
  | readonly ['destroy', number]
  | readonly ['keys', number, readonly number[]]
  | readonly ['retry', number]
  | readonly ['destroyView', number]
  | readonly ['cacheSet' | 'invalidate' | 'cacheReload' | 'give' | 'fail', number]
  | readonly ['clear']
  | readonly ['tick']
  | readonly ['close'];

const often = <T>(weight: number, arbitrary: fc.Arbitrary<T>) => ({ weight, arbitrary });
const tuple = <T extends string, A extends unknown[]>(
  type: T,
  ...args: { [I in keyof A]: fc.Arbitrary<A[I]> }
): fc.Arbitrary<readonly [T, ...A]> => fc.tuple(fc.constant(type), ...args) as never;

const action = fc.oneof(
  often(6, tuple('key', which, fc.option(keys, { nil: undefined, freq: 6 }))),
  often(2, tuple('set', which)),
  often(4, tuple('reload', which)),
  often(4, tuple('keys', whichView, fc.uniqueArray(keys, { maxLength: 3 }))),
  often(2, tuple('retry', whichView)),
  often(1, tuple('cacheSet', keys)),
  often(1, tuple('invalidate', keys)),
  often(1, tuple('cacheReload', keys)),
  often(8, tuple('give', keys)),
  often(4, tuple('fail', keys)),
  often(8, tuple('tick')),
  { weight: 1, arbitrary: tuple('clear') },
  { weight: 1, arbitrary: tuple('destroy', which) },
  { weight: 1, arbitrary: tuple('destroyView', whichView) },
) as fc.Arbitrary<Action>;

/** What is under test in one program. */
interface World {
  readonly cache: PrefetchCache<number, string>;
  readonly provider: HandProvider<number>;
  readonly keys: readonly WritableSignal<number | undefined>[];
  readonly resources: readonly PrefetchResource<string | undefined>[];
  readonly viewKeys: readonly WritableSignal<readonly number[]>[];
  readonly views: readonly PrefetchView<number, string>[];
  readonly ended: Set<unknown>;
  readonly openTasks: () => number;
  readonly listeners: () => number;
  isClosed: boolean;
  next: number;
}

function createWorld(maxKeys: number, whileLoading: 'last' | 'nothing'): World {
  let openTasks = 0;
  let listeners = 0;
  const add = (): (() => void) => {
    let isOpen = true;
    openTasks++;
    return () => {
      if (isOpen) openTasks--;
      isOpen = false;
    };
  };
  setUp({ provide: PendingTasks, useValue: { add } });
  const provider = handProvider();
  const cache = prefetchCache(provider, silent, { maxKeys });
  const events$ = new Observable<CacheEvent<number>>((subscriber) => {
    listeners++;
    const reading = cache.events$.subscribe(subscriber);
    return () => {
      listeners--;
      reading.unsubscribe();
    };
  });
  const watched = new Proxy(cache, {
    get: (target, name) => (name === 'events$' ? events$ : (Reflect.get(target, name) as unknown)),
  });
  const keys = Array.from({ length: RESOURCES }, () => signal<number | undefined>(undefined));
  const viewKeys = Array.from({ length: VIEWS }, () => signal<readonly number[]>([]));
  return TestBed.runInInjectionContext(() => ({
    cache,
    provider,
    keys,
    resources: keys.map((key) => prefetchResource({ key, cache: watched, whileLoading })),
    viewKeys,
    views: viewKeys.map((wanted) => prefetchView({ keys: wanted, cache: watched })),
    ended: new Set(),
    openTasks: () => openTasks,
    listeners: () => listeners,
    isClosed: false,
    next: 0,
  }));
}

function run(world: World, action: Action): void {
  const { cache, provider, keys, resources, viewKeys, views, ended } = world;
  const value = (): string => `value ${world.next++}`;
  switch (action[0]) {
    case 'key':
      return keys[action[1]]?.set(action[2]);
    case 'set':
      return resources[action[1]]?.set(value());
    case 'reload':
      return reload(world, action[1]);
    case 'destroy':
      ended.add(resources[action[1]]);
      return resources[action[1]]?.destroy();
    case 'keys':
      return viewKeys[action[1]]?.set(action[2]);
    case 'retry':
      return views[action[1]]?.retry();
    case 'destroyView':
      ended.add(views[action[1]]);
      return views[action[1]]?.destroy();
    case 'cacheSet':
      return cache.set(action[1], value());
    case 'invalidate':
      return cache.invalidate(action[1]);
    case 'cacheReload':
      return cache.reload(action[1]);
    case 'give':
      if (provider.open().includes(action[1])) provider.giveValue(action[1], value());
      return;
    case 'fail':
      if (provider.open().includes(action[1])) provider.fail(action[1]);
      return;
    case 'clear':
      return cache.clear();
    case 'tick':
      return TestBed.tick();
    case 'close':
      world.isClosed = true;
      return cache.close();
  }
}

/** A reload that has begun loads, and is shown. */
function reload({ resources, keys, provider, isClosed }: World, at: number): void {
  const resource = resources[at];
  if (!resource?.reload() || isClosed) return;
  expect(resource.status()).toBe('reloading');
  expect(provider.open()).toContain(keys[at]?.());
}

/** Holds at any time. */
function expectConsistent({ resources, ended }: World): void {
  for (const resource of resources) {
    const status = resource.status();
    expect(resource.error() !== undefined).toBe(status === 'error');
    expect(resource.isLoading()).toBe(status === 'loading' || status === 'reloading');
    if (ended.has(resource)) expect(status).toBe('idle');
  }
}

/** Holds once effects have run. */
function expectSettled(world: World): void {
  const { cache, provider, keys, resources, viewKeys, views, ended, openTasks } = world;
  const open = provider.open();
  const live = resources.filter((resource) => !ended.has(resource));
  const liveViews = views.filter((view) => !ended.has(view));
  for (const resource of live) {
    const key = keys[resources.indexOf(resource)]?.();
    const status = resource.status();
    if (key === undefined) {
      expect(['idle', 'local']).toContain(status);
      continue;
    }
    expect(status).not.toBe('idle');
    if (resource.isLoading()) expect(open).toContain(key);
    if (status === 'loading') expect(cache.has(key)).toBe(false);
    if ((status === 'resolved' || status === 'local') && cache.has(key))
      expect(resource.value()).toBe(cache.peek(key));
    if (status === 'reloading' && resource.hasValue() && cache.has(key))
      expect(resource.value()).toBe(cache.peek(key));
  }
  for (const view of liveViews) {
    const wanted = viewKeys[views.indexOf(view)]?.() ?? [];
    for (const key of wanted) {
      const outcome = view.outcomes().get(key);
      if (outcome?.status === 'fulfilled' && cache.has(key))
        expect(outcome.value).toBe(cache.peek(key));
      if (!outcome && !world.isClosed) expect([key, open.includes(key)]).toEqual([key, true]);
      if (!world.isClosed && cache.has(key)) expect(outcome?.status).toBe('fulfilled');
    }
    expect(view.isLoading()).toBe(!view.error() && wanted.some((key) => !view.outcomes().has(key)));
  }
  const loading = [...live, ...liveViews].filter((each) => each.isLoading()).length;
  const isReloading = live.some((resource) => resource.status() === 'reloading');
  expect(world.listeners()).toBeLessThanOrEqual(isReloading ? 1 : 0);
  // A value that was set before the request stays local, also if the cache has lost it since.
  const lost = live.filter((resource) => {
    const key = keys[resources.indexOf(resource)]?.();
    return resource.status() === 'local' && key !== undefined && open.includes(key);
  }).length;
  expect(openTasks()).toBeGreaterThanOrEqual(loading);
  expect(openTasks()).toBeLessThanOrEqual(loading + lost);
  const wanting = live.filter((resource) => keys[resources.indexOf(resource)]?.() !== undefined);
  const readers = world.isClosed ? 0 : wanting.length + liveViews.length;
  // Readers without a history are not in the snapshot.
  expect(cache.snapshot().readers.length).toBeLessThanOrEqual(readers);
}

function check(actions: readonly Action[], maxKeys: number, whileLoading: 'last' | 'nothing') {
  const world = createWorld(maxKeys, whileLoading);
  TestBed.tick();
  for (const action of actions) {
    run(world, action);
    expectConsistent(world);
    if (action[0] === 'tick') expectSettled(world);
  }
  TestBed.tick();
  expectSettled(world);
  for (const each of [...world.resources, ...world.views]) {
    world.ended.add(each);
    each.destroy();
  }
  expectConsistent(world);
  expectSettled(world);
  expect(world.cache.snapshot().readers).toEqual([]);
}

it('Resources and views agree with their cache, whatever the program does', () => {
  fc.assert(
    fc.property(
      fc.array(action, { maxLength: 40, size: 'max' }),
      fc.constantFrom(1, 2, 100),
      fc.constantFrom('last' as const, 'nothing' as const),
      fc.boolean(),
      (actions, maxKeys, whileLoading, closes) =>
        check(
          closes ? [...actions, ['close'], ['tick'], ...actions.slice(0, 10)] : actions,
          maxKeys,
          whileLoading,
        ),
    ),
    { numRuns: isLong ? 20_000 : 300 },
  );
});
