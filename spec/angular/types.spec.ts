/** @jest-environment jsdom */
import { setUp } from './support/testBed.js';
import type { DataSource } from '@angular/cdk/collections';
import {
  InjectionToken,
  signal,
  type FactoryProvider,
  type Resource,
  type ResourceRef,
  type Signal,
  type WritableSignal,
} from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { describe, expect, it } from '@jest/globals';
import { of, type Observable } from 'rxjs';
import {
  injectPrefetchCache,
  prefetchResource,
  prefetchView,
  providePrefetchCache,
  providePrefetchDefaults,
  stateSignal,
  statsSignal,
  type PrefetchResource,
  type PrefetchView,
} from '../../src/angular/index.js';
import {
  prefetchDataSource,
  type PrefetchDataSource,
  type PrefetchRow,
} from '../../src/angular/cdk/index.js';
import { auto } from '../../src/auto/auto.js';
import { lru } from '../../src/eviction/lru.js';
import type { CacheState, CacheStats, PrefetchCache } from '../../src/types.js';
import { isExactly } from '../types/equal.js';

const load = (key: number): Observable<string> => of(`item ${key}`);

function inContext<T>(body: () => T): T {
  return setUp().runInInjectionContext(body);
}

describe('The types of the Angular entry', () => {
  it('need no type arguments', () => {
    inContext(() => {
      const cache = injectPrefetchCache((key: number) => load(key), (key) => [[key + 1, 1]], { maxKeys: 10 }); // prettier-ignore
      expect(isExactly<PrefetchCache<number, string>>()(cache)).toBe(true);
      const learning = injectPrefetchCache(
        async (key: number, { signal: aborted }) =>
          `${key} ${String(await Promise.resolve(aborted.aborted))}`,
        auto(),
      );
      expect(isExactly<PrefetchCache<number, string>>()(learning)).toBe(true);
      const resource = prefetchResource({ key: signal(1), cache });
      expect(isExactly<PrefetchResource<string | undefined>>()(resource)).toBe(true);
      expect(isExactly<Signal<CacheStats>>()(statsSignal(cache))).toBe(true);
      expect(isExactly<Signal<CacheState<number>>>()(stateSignal(cache))).toBe(true);
    });
  });

  it('let the functions that measure any item be defaults, and no instance for one cache', () => {
    providePrefetchDefaults({ sizeOf: (value) => String(value).length, keyOf: (key) => key });
    // @ts-expect-error One policy serves one cache.
    expect(() => providePrefetchDefaults({ eviction: lru() })).toThrow('cannot be a default');
  });

  it('let a resource of a cache be used as an Angular resource', () => {
    inContext(() => {
      const cache = injectPrefetchCache(load, () => []);
      const resource: Resource<string | undefined> = prefetchResource({ key: () => 1, cache });
      TestBed.tick();
      expect(resource.value()).toBe('item 1');
      const ref: ResourceRef<string | undefined> = prefetchResource({ key: () => 1, cache });
      const withDefault: ResourceRef<string> = prefetchResource({
        key: () => 1,
        cache,
        defaultValue: 'none',
      });
      const value: WritableSignal<string> = withDefault.value;
      expect([ref.value(), value()]).toEqual(['item 1', 'item 1']);
      // @ts-expect-error: without a default value there may be none
      const never: ResourceRef<string> = prefetchResource({ key: () => 1, cache });
      // @ts-expect-error: items of this cache are strings
      never.set(5);
    });
  });

  it('give a view of a cache and the rows of its pages their types', () => {
    inContext(() => {
      const cache = injectPrefetchCache(load, () => []);
      const view = prefetchView({ keys: () => [1, 2], cache });
      expect(isExactly<PrefetchView<number, string>>()(view)).toBe(true);
      const pages = injectPrefetchCache(
        (page: number) => of([`row ${page}`]),
        () => [],
      );
      const rows = prefetchDataSource({ cache: pages, pageSize: 1, length: 2 });
      expect(isExactly<PrefetchDataSource<string>>()(rows)).toBe(true);
      const isDataSource: typeof rows extends DataSource<PrefetchRow<string>> ? true : false = true;
      expect(isDataSource).toBe(true);
      // @ts-expect-error: the keys of this cache are numbers
      expect(prefetchView({ keys: () => ['one'], cache }).isLoading()).toBe(true);
    });
  });

  it('know after hasValue() that there is a value', () => {
    inContext(() => {
      const resource = prefetchResource({
        key: () => 1,
        cache: injectPrefetchCache(load, () => []),
      });
      TestBed.tick();
      const length = resource.hasValue() ? resource.value().length : NaN;
      expect(length).toBe(6);
      const { status, ...rest } = resource.snapshot();
      expect([status, 'value' in rest && rest.value]).toEqual(['resolved', 'item 1']);
    });
  });

  it('accept keys of the cache only, and undefined for none', () => {
    inContext(() => {
      const cache = injectPrefetchCache(load, () => []);
      const wanted: readonly (() => number | undefined)[] = [
        signal<number | undefined>(undefined),
        () => undefined,
      ];
      for (const key of wanted) expect(prefetchResource({ key, cache }).status()).toBe('idle');
      expect(prefetchResource({ key: of(undefined, 1), cache }).value()).toBe('item 1');
      // @ts-expect-error: the keys of this cache are numbers
      expect(prefetchResource({ key: () => 'one', cache }).status()).toBe('loading');
    });
  });

  it('require a token of the type of the cache', () => {
    const token = new InjectionToken<PrefetchCache<number, string>>('items');
    const provider: FactoryProvider = providePrefetchCache(token, () => injectPrefetchCache((key) => load(key), () => [])); // prettier-ignore
    expect(provider.provide).toBe(token);
    // @ts-expect-error: items of this token are strings
    providePrefetchCache(token, () => injectPrefetchCache((key: number) => of(key), () => [])); // prettier-ignore
  });
});
