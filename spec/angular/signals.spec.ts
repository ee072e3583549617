/** @jest-environment jsdom */
import { setUp } from './support/testBed.js';
import { computed, Injector } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { prefetchCache } from '../../operators/prefetchCache.js';
import { stateSignal } from '../../src/angular/stateSignal.js';
import { statsSignal } from '../../src/angular/statsSignal.js';
import type { PrefetchCache } from '../../src/types.js';
import { handProvider, type HandProvider } from '../support/handProvider.js';
import { silent } from '../support/naming.js';
import { record } from '../support/record.js';

let provider: HandProvider<number>;
let cache: PrefetchCache<number, string>;

beforeEach(() => {
  setUp();
  provider = handProvider();
  cache = prefetchCache(provider, silent);
});

describe('statsSignal', () => {
  it('is the stats now, and after each transaction', () => {
    cache.set(1, 'held');
    record(cache.get(1));
    const stats = TestBed.runInInjectionContext(() => statsSignal(cache));
    expect([stats().requests, stats().hits]).toEqual([1, 1]);
    record(cache.get(2));
    expect([stats().requests, stats().misses]).toEqual([2, 1]);
    expect(stats()).toEqual(cache.stats());
  });

  it('keeps the last stats after the cache has closed', () => {
    const stats = TestBed.runInInjectionContext(() => statsSignal(cache));
    record(cache.get(1));
    cache.close();
    expect(stats()).toEqual(cache.stats());
    expect(TestBed.runInInjectionContext(() => statsSignal(cache))()).toEqual(cache.stats());
  });
});

describe('stateSignal', () => {
  it('is the state now, and after each transaction; unchanged parts stay identical', () => {
    const state = TestBed.runInInjectionContext(() => stateSignal(cache));
    const residents = computed(() => state().residents);
    expect(state()).toEqual(cache.snapshot());
    cache.set(1, 'held');
    const before = residents();
    expect(before).toEqual([[{ key: 1, bytes: 0, unrequested: false }]]);
    record(cache.get(2));
    expect(state().inFlight).toEqual([{ key: 2, reason: 'demand' }]);
    expect(residents()).toBe(before);
  });
});

describe.each([
  ['statsSignal', statsSignal<number, string>],
  ['stateSignal', stateSignal<number, string>],
] as const)('%s', (_name, signalOf) => {
  it('ends with the injector that it is given', () => {
    const injector = Injector.create({ providers: [], parent: TestBed.inject(Injector) });
    const read = signalOf(cache, { injector });
    injector.destroy();
    const last = read();
    record(cache.get(1));
    expect(read()).toBe(last);
  });

  it('throws without an injector and a context', () => {
    expect(() => signalOf(cache)).toThrow('NG0203');
  });
});
