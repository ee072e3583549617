/** @jest-environment jsdom */
import { setUp } from './support/testBed.js';
import { inject, InjectionToken, Injector } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { describe, expect, it } from '@jest/globals';
import { prefetchCache } from '../../operators/prefetchCache.js';
import { injectPrefetchCache } from '../../src/angular/injectPrefetchCache.js';
import { providePrefetchCache } from '../../src/angular/providePrefetchCache.js';
import type { PrefetchCache } from '../../src/types.js';
import { handProvider, type HandProvider } from '../support/handProvider.js';
import { silent } from '../support/naming.js';
import { record } from '../support/record.js';

const ITEMS = new InjectionToken<PrefetchCache<number, string>>('items');
const SOURCE = new InjectionToken<HandProvider<number>>('source');

describe('providePrefetchCache', () => {
  it('shares one cache, made in an injection context when it is first injected', () => {
    let made = 0;
    const source = handProvider();
    const create = (): PrefetchCache<number, string> => {
      made++;
      return injectPrefetchCache(inject(SOURCE), silent);
    };
    setUp({ provide: SOURCE, useValue: source }, providePrefetchCache(ITEMS, create));
    expect(made).toBe(0);
    const [one, other] = [TestBed.inject(ITEMS), TestBed.inject(ITEMS)];
    record(one.get(1));
    record(other.get(1));
    expect([made, source.log]).toEqual([1, ['demand 1']]);
  });

  it('closes the cache with the injector that it is provided in', () => {
    const provider = providePrefetchCache(ITEMS, () => injectPrefetchCache(handProvider(), silent));
    const injector = Injector.create({
      providers: [provider],
      parent: setUp(provider).inject(Injector),
    });
    const [own, common] = [
      record(injector.get(ITEMS).events$),
      record(TestBed.inject(ITEMS).events$),
    ];
    injector.destroy();
    expect([own.end, common.end]).toEqual(['complete', undefined]);
    TestBed.resetTestingModule();
    expect(common.end).toBe('complete');
  });

  it('closes a cache that `injectPrefetchCache` did not make, too', () => {
    setUp(providePrefetchCache(ITEMS, () => prefetchCache(handProvider(), silent)));
    const events = record(TestBed.inject(ITEMS).events$);
    TestBed.resetTestingModule();
    expect(events.end).toBe('complete');
  });

  it('refuses a function that makes no cache', () => {
    setUp(providePrefetchCache(ITEMS, () => undefined as never));
    expect(() => TestBed.inject(ITEMS)).toThrow('Expected `cache` to be a prefetchCache');
  });
});
