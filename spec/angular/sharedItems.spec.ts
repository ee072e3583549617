/** @jest-environment jsdom */
import { look, resourceBed, type ResourceBed } from './support/resourceBed.js';
import { ApplicationRef, computed, effect, isSignal, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { Observable, of } from 'rxjs';
import { prefetchCache } from '../../operators/prefetchCache.js';
import type { PrefetchResource } from '../../src/angular/asResource.js';
import { onReloadError } from '../../src/angular/onReloadError.js';
import { prefetchResource } from '../../src/angular/prefetchResource.js';
import { ClosedError, LoadError } from '../../src/errors.js';
import type { CacheEvent } from '../../src/events.js';
import type { PrefetchCache } from '../../src/types.js';
import { handProvider, type HandProvider } from '../support/handProvider.js';
import { silent } from '../support/naming.js';

let provider: ResourceBed['provider'];
let cache: ResourceBed['cache'];
let key: ResourceBed['key'];
let resourceOf: ResourceBed['resourceOf'];

beforeEach(() => {
  ({ provider, cache, key, resourceOf } = resourceBed());
});

describe('A resource follows its cache:', () => {
  it('a value that was set shows at once in each resource of its key', () => {
    const [one, other] = [resourceOf(), resourceOf()];
    provider.give(1);
    cache.set(1, 'set');
    expect([look(one), look(other)]).toEqual([
      ['resolved', 'set'],
      ['resolved', 'set'],
    ]);
    expect(provider.log).toEqual(['demand 1', 'resolve 1'].slice(0, provider.log.length));
  });

  it('a value that is set while it loads ends the loading', () => {
    const resource = resourceOf();
    cache.set(1, 'set');
    expect(look(resource)).toEqual(['resolved', 'set']);
    expect(provider.open()).toEqual([]);
  });

  it('an invalidated item is loaded again, once for all, and shows when it comes', () => {
    const [one, other] = [resourceOf(), resourceOf()];
    provider.give(1);
    cache.invalidate(1);
    expect(provider.open()).toEqual([1]);
    expect(look(one)).toEqual(['resolved', 'item 1']);
    provider.giveValue(1, 'new');
    expect([look(one), look(other)]).toEqual([
      ['resolved', 'new'],
      ['resolved', 'new'],
    ]);
  });

  it('an invalidated item that fails to load is an error', () => {
    const resource = resourceOf();
    provider.give(1);
    cache.invalidate(1);
    provider.fail(1);
    expect(look(resource)).toEqual(['error', 'The load of 1 failed: no 1']);
  });

  it('values of other keys, and of the key before, do not show', () => {
    const resource = resourceOf();
    provider.give(1);
    cache.set(2, 'two');
    key.set(3);
    TestBed.tick();
    cache.set(1, 'one');
    expect(look(resource)).toEqual(['loading', undefined]);
  });

  it('a value of the key that was left before its effect ran does not show', () => {
    const resource = resourceOf();
    provider.give(1);
    key.set(3);
    cache.set(1, 'one');
    expect(look(resource)).toEqual(['loading', undefined]);
  });
});

describe('A reload of one resource', () => {
  it('renews all resources of its key, which show the old item until then', () => {
    const [one, other] = [resourceOf(), resourceOf()];
    provider.give(1);
    one.reload();
    expect([look(one), look(other)]).toEqual([
      ['reloading', 'item 1'],
      ['resolved', 'item 1'],
    ]);
    provider.giveValue(1, 'new');
    expect([look(one), look(other)]).toEqual([
      ['resolved', 'new'],
      ['resolved', 'new'],
    ]);
  });

  it('has the error if it fails, and the cache and the others keep the item', () => {
    const [one, other] = [resourceOf(), resourceOf()];
    provider.give(1);
    one.reload();
    provider.fail(1);
    expect(look(one)).toEqual(['error', 'The load of 1 failed: no 1']);
    expect(one.error()).toBeInstanceOf(LoadError);
    expect([look(other), cache.peek(1)]).toEqual([['resolved', 'item 1'], 'item 1']);
  });

  it('that has failed may be tried again', () => {
    const resource = resourceOf();
    provider.give(1);
    resource.reload();
    provider.fail(1);
    expect(resource.reload()).toBe(true);
    expect(look(resource)).toEqual(['reloading', undefined]);
    provider.giveValue(1, 'new');
    expect(look(resource)).toEqual(['resolved', 'new']);
  });

  it('beside a reload of another one fails and succeeds with it', () => {
    const [one, other] = [resourceOf(), resourceOf()];
    provider.give(1);
    one.reload();
    other.reload();
    provider.fail(1);
    expect([one.status(), other.status()]).toEqual(['error', 'error']);
    one.reload();
    other.reload();
    one.reload();
    expect([look(one), look(other)]).toEqual([
      ['reloading', undefined],
      ['reloading', undefined],
    ]);
    provider.giveValue(1, 'new');
    expect([look(one), look(other)]).toEqual([
      ['resolved', 'new'],
      ['resolved', 'new'],
    ]);
  });

  it('finds the error of a key that is an object', () => {
    const objects = prefetchCache(
      {
        load: ({ id }: { id: number }, { reason }) =>
          reason === 'revalidate'
            ? new Observable<string>((subscriber) => subscriber.error(new Error('torn')))
            : of(`item ${id}`),
      },
      silent,
      { keyOf: ({ id }) => id },
    );
    objects.get({ id: 1 }).subscribe();
    const resource = TestBed.runInInjectionContext(() =>
      prefetchResource({ key: () => ({ id: key() ?? 0 }), cache: objects }),
    );
    TestBed.tick();
    resource.reload();
    expect(resource.error()?.message).toContain('torn');
  });

  it('ends with the error of the cache that closes', () => {
    const resource = resourceOf();
    provider.give(1);
    resource.reload();
    cache.close();
    expect(resource.error()).toBeInstanceOf(ClosedError);
  });

  it('is one subscription to the events for all that reload, until the last has ended', () => {
    let [subscriptions, open] = [0, 0];
    const events$ = new Observable<CacheEvent<number>>(() => {
      subscriptions++;
      open++;
      return () => open--;
    });
    const fake = { events$ } as unknown as PrefetchCache<number, string>;
    const ends = Array.from({ length: 1000 }, (_, i) =>
      onReloadError(fake, i % 10, () => undefined),
    );
    expect([subscriptions, open]).toEqual([1, 1]);
    for (const end of ends) end();
    expect([subscriptions, open]).toEqual([1, 0]);
    onReloadError(fake, 1, () => undefined)();
    expect([subscriptions, open]).toEqual([2, 0]);
  });
});

describe('The work of resources of one key', () => {
  /** How often the cache asks for the identity of a key, for so many resources. */
  function identities(count: number): number {
    let calls = 0;
    const bed = resourceBed();
    const counted = prefetchCache(bed.provider, silent, { keyOf: (n) => (calls++, n) });
    const resources = Array.from({ length: count }, () => bed.resourceOf({ cache: counted }));
    bed.provider.give(1);
    counted.set(1, 'set');
    counted.invalidate(1);
    bed.provider.give(1);
    for (const resource of resources) resource.reload();
    bed.provider.give(1);
    for (const resource of resources) expect(look(resource)).toEqual(['resolved', 'item 1']);
    for (const resource of resources) resource.destroy();
    expect(counted.snapshot().readers).toEqual([]);
    return calls;
  }

  it('is in proportion to their number', () => {
    const [few, many] = [identities(50), identities(200)];
    expect(many / few).toBeGreaterThan(3);
    expect(many / few).toBeLessThan(4.2);
  });
});

describe('A value that a resource sets', () => {
  it('is local there, and is in the cache and in all other resources', () => {
    const [one, other] = [resourceOf(), resourceOf()];
    provider.give(1);
    one.set('mine');
    expect([look(one), look(other), cache.peek(1)]).toEqual([
      ['local', 'mine'],
      ['resolved', 'mine'],
      'mine',
    ]);
    one.update((value) => `${value} again`);
    expect([look(one), look(other)]).toEqual([
      ['local', 'mine again'],
      ['resolved', 'mine again'],
    ]);
  });

  it('ends what it loads, and the task of the application', async () => {
    const resource = resourceOf();
    resource.value.set('mine');
    expect([look(resource), provider.open()]).toEqual([['local', 'mine'], []]);
    await TestBed.inject(ApplicationRef).whenStable();
    expect(resource.isLoading()).toBe(false);
  });

  it('before the key was requested stays local', () => {
    const resource = resourceOf();
    key.set(2);
    resource.set('mine');
    TestBed.tick();
    expect([look(resource), cache.peek(2)]).toEqual([['local', 'mine'], 'mine']);
  });

  it('gives way to a later value of the cache, to a reload and to the next key', () => {
    const resource = resourceOf();
    resource.set('mine');
    cache.set(1, 'theirs');
    expect(look(resource)).toEqual(['resolved', 'theirs']);
    resource.set('mine');
    expect(resource.reload()).toBe(true);
    expect(look(resource)).toEqual(['reloading', 'mine']);
    provider.giveValue(1, 'loaded');
    expect(look(resource)).toEqual(['resolved', 'loaded']);
    resource.set('mine');
    key.set(2);
    expect(look(resource)).toEqual(['loading', undefined]);
  });

  it('without a key, or after the cache was closed, is of this resource alone', () => {
    key.set(undefined);
    const resource = resourceOf();
    resource.set('mine');
    expect([look(resource), cache.size]).toEqual([['local', 'mine'], 0]);
    key.set(1);
    TestBed.tick();
    provider.give(1);
    cache.close();
    resource.set('last');
    expect(look(resource)).toEqual(['local', 'last']);
  });

  it('that is undefined is of this resource alone: the cache keeps its item', () => {
    const [one, other] = [resourceOf(), resourceOf()];
    provider.give(1);
    one.set(undefined);
    expect([look(one), look(other), cache.peek(1)]).toEqual([
      ['local', undefined],
      ['resolved', 'item 1'],
      'item 1',
    ]);
  });

  it('that the cache refuses to measure is an error of the call, and changes nothing', () => {
    const measured = prefetchCache((n: number) => of(`item ${n}`), silent, {
      sizeOf: (value) => (value === 'bad' ? NaN : 1),
    });
    const resource = resourceOf({ cache: measured });
    expect(() => resource.set('bad')).toThrow('sizeOf');
    expect(look(resource)).toEqual(['resolved', 'item 1']);
  });
});

describe('A resource of Angular', () => {
  it('is what it looks like: signals that can be written, and a view that cannot', () => {
    const resource = resourceOf();
    const readonly = resource.value.asReadonly();
    expect(isSignal(resource.value) && isSignal(readonly)).toBe(true);
    expect('set' in readonly).toBe(false);
    resource.set('mine');
    expect([readonly(), resource.asReadonly().value()]).toEqual(['mine', 'mine']);
  });

  it('has its default value while there is none', () => {
    key.set(undefined);
    const resource = resourceOf({ defaultValue: 'none' });
    expect([look(resource), resource.hasValue()]).toEqual([['idle', 'none'], true]);
    key.set(1);
    expect(look(resource)).toEqual(['loading', 'none']);
    TestBed.tick();
    provider.fail(1);
    expect(resource.hasValue()).toBe(false);
    expect(() => resource.value()).toThrow('no value');
    key.set(2);
    TestBed.tick();
    provider.give(2);
    expect(look(resource)).toEqual(['resolved', 'item 2']);
    resource.destroy();
    expect(look(resource)).toEqual(['idle', 'none']);
  });

  it('does not change what reads its value for an equal one', () => {
    const rows = prefetchCache((n: number) => of([n]), silent);
    const equal = (one: number[], other: number[]): boolean => one[0] === other[0];
    const seen: unknown[] = [];
    const resource = TestBed.runInInjectionContext(() => {
      const created = prefetchResource({ key, cache: rows, equal });
      const seenValue = computed(() => created.value());
      effect(() => void seen.push(seenValue()));
      return created;
    });
    TestBed.tick();
    for (const next of [[1], [2], [2]]) {
      rows.set(1, next);
      TestBed.tick();
    }
    expect(seen.filter((value) => value !== undefined)).toEqual([[1], [2]]);
    resource.set([3]);
    const first = resource.value();
    resource.set([3]);
    expect(resource.value()).toBe(first);
  });

  it('that is destroyed aborts its load, and stays idle whatever comes', () => {
    const resource = resourceOf();
    resource.destroy();
    resource.destroy();
    expect([look(resource), provider.open()]).toEqual([['idle', undefined], []]);
    key.set(2);
    TestBed.tick();
    resource.set('mine');
    cache.set(2, 'two');
    expect([resource.status(), resource.reload(), provider.open()]).toEqual(['idle', false, []]);
  });
});

describe('A key that depends on another resource', () => {
  let upstream: PrefetchResource<string | undefined>;
  let resource: PrefetchResource<string | undefined>;
  let names: HandProvider<number>;

  beforeEach(() => {
    names = handProvider();
    const users = prefetchCache(names, silent);
    upstream = resourceOf({ cache: users });
    resource = resourceOf({
      key: ({ chain }) => chain(upstream)?.length,
    });
  });

  it('loads while the other one loads, and then with its value', () => {
    expect(look(resource)).toEqual(['loading', undefined]);
    expect(provider.open()).toEqual([]);
    names.giveValue(1, 'four');
    TestBed.tick();
    provider.give(4);
    expect(look(resource)).toEqual(['resolved', 'item 4']);
    upstream.set('seven..');
    TestBed.tick();
    expect(provider.open()).toEqual([7]);
  });

  it('is idle while the other one is', () => {
    key.set(undefined);
    TestBed.tick();
    expect(look(resource)).toEqual(['idle', undefined]);
  });

  it('has failed while the other one has', () => {
    names.fail(1);
    expect(look(resource)).toEqual([
      'error',
      'A resource that the key depends on has failed: The load of 1 failed: no 1',
    ]);
  });

  it('may throw the statuses of Angular 22 itself', () => {
    class ResourceParamsStatus extends Error {
      static readonly IDLE = new ResourceParamsStatus();
      static readonly LOADING = new ResourceParamsStatus();
    }
    const status = signal(ResourceParamsStatus.LOADING);
    const own = resourceOf({
      key: () => {
        throw status();
      },
    });
    expect(own.status()).toBe('loading');
    status.set(ResourceParamsStatus.IDLE);
    expect(own.status()).toBe('idle');
    status.set(new ResourceParamsStatus('other'));
    expect(own.status()).toBe('error');
  });
});
