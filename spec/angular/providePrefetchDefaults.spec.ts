/** @jest-environment jsdom */
import { setUp } from './support/testBed.js';
import { HttpClient, provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { Injector, inject, type EnvironmentProviders, type Provider } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { describe, expect, it } from '@jest/globals';
import { BehaviorSubject } from 'rxjs';
import {
  injectPrefetchCache,
  type InjectPrefetchCacheOptions,
} from '../../src/angular/injectPrefetchCache.js';
import { providePrefetchDefaults } from '../../src/angular/providePrefetchDefaults.js';
import { handProvider } from '../support/handProvider.js';
import { naming } from '../support/naming.js';
import { record } from '../support/record.js';

/** A value where its type forbids it, as a program in JavaScript may give it. */
const wrong = (value: unknown): never => value as never;

/** How many items a cache keeps, and how many keys it prefetches, of 9 requests and 9 plans. */
function limits(
  injector: Injector,
  options: InjectPrefetchCacheOptions<number, string> = {},
): { readonly kept: number; readonly prefetched: number } {
  const provider = handProvider();
  const cache = injectPrefetchCache(provider, naming(10, 11, 12, 13, 14), { injector, ...options });
  for (let key = 1; key < 10; key++) cache.set(key, 'item');
  record(cache.get(9));
  return { kept: cache.size, prefetched: provider.open().length };
}

const top = (...providers: (Provider | EnvironmentProviders)[]): Injector =>
  setUp(...providers).inject(Injector);

describe('providePrefetchDefaults', () => {
  it('lets a test find no requests but its own', () => {
    setUp(provideHttpClient(), provideHttpClientTesting(), providePrefetchDefaults({ concurrency: 0 })); // prettier-ignore
    const requests = TestBed.inject(HttpTestingController);
    const pages = TestBed.runInInjectionContext(() => {
      const http = inject(HttpClient);
      return injectPrefetchCache(
        (page: number) => http.get<string>(`/pages/${page}`),
        (page) => [[page + 1, 1]],
      );
    });
    const reading = record(pages.get(1));
    requests.expectOne('/pages/1').flush('text');
    expect(reading.values).toEqual(['text']);
    requests.verify();
  });

  it('gives each option that a cache does not have', () => {
    const injector = top(providePrefetchDefaults({ maxKeys: 3, concurrency: 1 }));
    expect(limits(injector)).toEqual({ kept: 3, prefetched: 1 });
    expect(limits(injector, { maxKeys: 5 })).toEqual({ kept: 5, prefetched: 1 });
    expect(limits(injector, { maxKeys: undefined, concurrency: 2 })).toEqual({
      kept: 3,
      prefetched: 2,
    });
  });

  it('is overridden option by option by that of an inner injector', () => {
    const outer = top(providePrefetchDefaults({ maxKeys: 3, concurrency: 1 }));
    const middle = Injector.create({ providers: [], parent: outer });
    const inner = Injector.create({
      providers: [providePrefetchDefaults({ maxKeys: 5, concurrency: undefined })],
      parent: middle,
    });
    const innermost = Injector.create({
      providers: [providePrefetchDefaults({ lookahead: 0 })],
      parent: inner,
    });
    expect([outer, middle, inner, innermost].map((injector) => limits(injector))).toEqual([
      { kept: 3, prefetched: 1 },
      { kept: 3, prefetched: 1 },
      { kept: 5, prefetched: 1 },
      { kept: 5, prefetched: 0 },
    ]);
  });

  it('counts in order if an injector has several', () => {
    const injector = top(
      providePrefetchDefaults({ maxKeys: 3, concurrency: 1 }),
      providePrefetchDefaults({ concurrency: 2 }),
    );
    expect(limits(injector)).toEqual({ kept: 3, prefetched: 2 });
  });

  it('may give an `enabled$`, also before the application is stable', () => {
    const enabled$ = new BehaviorSubject(false);
    const injector = top(providePrefetchDefaults({ enabled$ }));
    expect([limits(injector).prefetched, enabled$.observed]).toEqual([0, true]);
  });

  it('may give an option that requires one of the cache', () => {
    const injector = top(providePrefetchDefaults({ maxBytes: 4, staleIfError: 10 }));
    expect(limits(injector, { sizeOf: () => 2, ttl: 50 }).kept).toBe(2);
    expect(() => limits(injector, { ttl: 50 })).toThrow('`maxBytes` requires `sizeOf`');
  });

  it.each([
    [{ maxKeys: 0 }, 'Expected `maxKeys` to be an integer of 1 or more, got `0` (number)'],
    [{ ttl: 0 }, 'Expected `ttl` to be a number above 0, got `0` (number)'],
    [
      { enabled$: true },
      'Expected `enabled$` to be an object with `subscribe`, got `true` (boolean)',
    ],
    [{ sizeOf: 1 }, 'Expected `sizeOf` to be a function, got `1` (number)'],
    [{ maxkeys: 5 }, 'There is no option `maxkeys`: did you mean `maxKeys`?'],
    [{ injector: null }, 'There is no option `injector`'],
    [{ transferKey: 'a' }, 'There is no option `transferKey`'],
    [{ eviction: {} }, '`eviction` cannot be a default: each cache needs an instance of its own'],
    [{ control: {} }, '`control` cannot be a default: each cache needs an instance of its own'],
    [null, 'Expected `options` to be an object, got `null` (null)'],
  ])('throws at once for %j', (options, message) => {
    expect(() => providePrefetchDefaults(wrong(options))).toThrow(message);
  });
});
