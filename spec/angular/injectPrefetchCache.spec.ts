/** @jest-environment jsdom */
import { setUp } from './support/testBed.js';
import { Injector, PLATFORM_ID } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { describe, expect, it } from '@jest/globals';
import { BehaviorSubject, Subject } from 'rxjs';
import { injectPrefetchCache } from '../../src/angular/injectPrefetchCache.js';
import { handProvider } from '../support/handProvider.js';
import { naming } from '../support/naming.js';
import { record } from '../support/record.js';

describe('injectPrefetchCache', () => {
  it('makes a cache with the options, which prefetches', () => {
    const provider = handProvider();
    const cache = setUp().runInInjectionContext(() =>
      injectPrefetchCache(provider, naming(2, 3, 4), { concurrency: 2 }),
    );
    record(cache.get(1));
    expect(provider.log).toEqual(['demand 1', 'prefetch 2', 'prefetch 3']);
  });

  it('closes the cache with the injector that it was made in', () => {
    const provider = handProvider();
    const cache = setUp().runInInjectionContext(() => injectPrefetchCache(provider, naming(2)));
    const events = record(cache.events$);
    record(cache.get(1));
    TestBed.resetTestingModule();
    expect([events.end, provider.open()]).toEqual(['complete', []]);
  });

  it('closes the cache with the application if its own injector is not destroyed, such as that of a route', () => {
    const parent = setUp().inject(Injector);
    const provider = handProvider();
    const route = Injector.create({ providers: [], parent });
    const cache = injectPrefetchCache(provider, naming(2), { injector: route });
    const events = record(cache.events$);
    record(cache.get(1));
    TestBed.resetTestingModule();
    expect([events.end, provider.open()]).toEqual(['complete', []]);
  });

  it('takes an injector instead of a context', () => {
    const injector = Injector.create({ providers: [], parent: setUp().inject(Injector) });
    const events = record(injectPrefetchCache(handProvider(), naming(2), { injector }).events$);
    injector.destroy();
    expect(events.end).toBe('complete');
  });

  it('throws without an injector and a context', () => {
    expect(() => injectPrefetchCache(handProvider(), naming(2))).toThrow(
      /NG0203.*injectPrefetchCache/,
    );
  });

  it('throws for wrong options as prefetchCache does', () => {
    const make = (): unknown => injectPrefetchCache(handProvider(), naming(2), { maxKeys: 0 });
    expect(() => setUp().runInInjectionContext(make)).toThrow(
      'Expected `maxKeys` to be an integer of 1 or more, got `0` (number)',
    );
  });

  it('prefetches nothing on a server, whatever `enabled$` emits', () => {
    const provider = handProvider();
    const enabled$ = new BehaviorSubject(true);
    const onServer = setUp({ provide: PLATFORM_ID, useValue: 'server' });
    const cache = onServer.runInInjectionContext(() =>
      injectPrefetchCache(provider, naming(2, 3), { enabled$ }),
    );
    const key$ = new Subject<number>();
    const seen = record(key$.pipe(cache));
    key$.next(1);
    enabled$.next(true);
    provider.give(1);
    expect([seen.values, provider.log]).toEqual([['item 1'], ['demand 1']]);
  });

  it('follows `enabled$` in a browser', () => {
    const provider = handProvider();
    const enabled$ = new BehaviorSubject(false);
    const cache = setUp().runInInjectionContext(() =>
      injectPrefetchCache(provider, naming(2), { enabled$ }),
    );
    record(cache.get(1));
    expect(provider.log).toEqual(['demand 1']);
    enabled$.next(true);
    expect(provider.log).toEqual(['demand 1', 'prefetch 2']);
  });
});
