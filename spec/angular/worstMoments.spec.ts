/** @jest-environment jsdom */
import { look, resourceBed, type ResourceBed } from './support/resourceBed.js';
import { ApplicationRef, effect, signal, type WritableSignal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { of } from 'rxjs';
import { prefetchCache } from '../../operators/prefetchCache.js';
import { prefetchView } from '../../src/angular/prefetchView.js';
import type { PrefetchCache } from '../../src/types.js';
import { silent } from '../support/naming.js';

let provider: ResourceBed['provider'];
let cache: ResourceBed['cache'];
let key: ResourceBed['key'];
let resourceOf: ResourceBed['resourceOf'];

beforeEach(() => {
  ({ provider, cache, key, resourceOf } = resourceBed());
});

describe('A resource whose key has changed, before effects have run,', () => {
  it('reloads the resident item of the new key', () => {
    const resource = resourceOf();
    cache.set(2, 'held');
    key.set(2);
    expect(resource.reload()).toBe(true);
    expect([look(resource), provider.open()]).toEqual([['reloading', 'held'], [2]]);
    TestBed.tick();
    expect([look(resource), provider.open()]).toEqual([['reloading', 'held'], [2]]);
    provider.giveValue(2, 'new');
    expect(look(resource)).toEqual(['resolved', 'new']);
    expect(cache.stats().requests).toBe(2);
  });

  it('has the error of that reload', () => {
    const resource = resourceOf();
    cache.set(2, 'held');
    key.set(2);
    resource.reload();
    TestBed.tick();
    provider.fail(2);
    expect(look(resource)).toEqual(['error', 'The load of 2 failed: no 2']);
    TestBed.tick();
    expect(resource.status()).toBe('error');
  });
});

describe('An effect that calls a method does not depend on signals that user parts read:', () => {
  let token: WritableSignal<number>;
  let own: PrefetchCache<number, string>;
  let runs: number;

  beforeEach(() => {
    token = signal(0);
    runs = 0;
    own = prefetchCache((n: number) => of(`item ${n} for ${token()}`), silent, {
      sizeOf: () => token(),
      keyOf: (n) => (token(), n),
    });
  });
  const expectOneRun = (act: () => void): void => {
    TestBed.runInInjectionContext(() =>
      effect(() => {
        runs++;
        act();
      }),
    );
    TestBed.tick();
    token.set(1);
    TestBed.tick();
    expect(runs).toBe(1);
  };

  it('`reload`, `set` and `destroy` of a resource', () => {
    const resource = resourceOf({ cache: own });
    expectOneRun(() => {
      resource.reload();
      resource.set('mine');
      resource.destroy();
    });
  });

  it('`retry` of a view', () => {
    let failing = true;
    const failed = prefetchCache((n: number) => {
      if (failing) throw new Error(`no ${n}`);
      return of(`item ${n} for ${token()}`);
    }, silent);
    const view = TestBed.runInInjectionContext(() =>
      prefetchView({ keys: () => [1], cache: failed }),
    );
    TestBed.tick();
    failing = false;
    expectOneRun(() => view.retry());
    expect(view.value(1)).toBe('item 1 for 0');
  });
});

describe('A value that a resource sets again', () => {
  it('is in the cache, if that has lost it meanwhile', () => {
    const resource = resourceOf();
    resource.set('mine');
    cache.invalidate(1);
    resource.set('mine');
    expect([look(resource), cache.peek(1), provider.open()]).toEqual([
      ['local', 'mine'],
      'mine',
      [],
    ]);
  });

  it('does not replace itself in the cache', () => {
    const resource = resourceOf();
    resource.set('mine');
    resource.set('mine');
    expect(cache.stats().evictions).toBe(0);
  });

  it('twice in a listener is local, and the first does not show', () => {
    const resource = resourceOf();
    const seen: unknown[] = [];
    cache.events$.subscribe(({ type, key }: { type: string; key?: unknown }) => {
      if (type !== 'store' || key !== 2) return;
      resource.set('a');
      resource.set('b');
      seen.push(look(resource));
    });
    cache.set(2, 'two');
    expect([seen, look(resource), cache.peek(1)]).toEqual([[['local', 'b']], ['local', 'b'], 'b']);
  });
});

describe('A retry of a view', () => {
  it('keeps the application busy until it has an outcome', async () => {
    const view = TestBed.runInInjectionContext(() => prefetchView({ keys: () => [1], cache }));
    TestBed.tick();
    provider.fail(1);
    await TestBed.inject(ApplicationRef).whenStable();
    view.retry();
    let isStable = false;
    const stable = TestBed.inject(ApplicationRef)
      .whenStable()
      .then(() => (isStable = true));
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect([view.isLoading(), isStable]).toEqual([true, false]);
    provider.give(1);
    await stable;
    expect(view.value(1)).toBe('item 1');
  });
});
