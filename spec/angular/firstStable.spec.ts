/** @jest-environment jsdom */
import { setUp } from './support/testBed.js';
import { ApplicationRef, Injector, PendingTasks, PLATFORM_ID } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { BehaviorSubject, Subject } from 'rxjs';
import {
  injectPrefetchCache,
  type InjectPrefetchCacheOptions,
} from '../../src/angular/injectPrefetchCache.js';
import type { PrefetchCache } from '../../src/types.js';
import { handProvider, type HandProvider } from '../support/handProvider.js';
import { naming } from '../support/naming.js';
import { record } from '../support/record.js';

let provider: HandProvider<number>;
let injector: Injector;
/** Ends the task that keeps the application busy. */
let endTask: () => void;

beforeEach(() => {
  provider = handProvider();
  injector = setUp().inject(Injector);
  endTask = injector.get(PendingTasks).add();
});
afterEach(() => void jest.useRealTimers());

function make(
  options: InjectPrefetchCacheOptions<number, string> = {},
): PrefetchCache<number, string> {
  return injectPrefetchCache(provider, naming(2, 3), { injector, ...options });
}

const stable = (): Promise<void> => TestBed.inject(ApplicationRef).whenStable();

describe('A cache of an application that was not stable yet', () => {
  it('prefetches nothing, and its whole plan once the application is stable', async () => {
    record(make().get(1));
    expect(provider.log).toEqual(['demand 1']);
    endTask();
    await stable();
    expect(provider.log).toEqual(['demand 1', 'prefetch 2', 'prefetch 3']);
  });

  it('starts at once once the application was stable, also while it is busy again', async () => {
    record(make().get(1));
    endTask();
    await stable();
    provider.log.length = 0;
    injector.get(PendingTasks).add();
    record(make().get(7));
    expect(provider.log).toEqual(['demand 7', 'prefetch 2', 'prefetch 3']);
  });

  it('does not delay `whenStable` by its prefetches', async () => {
    const tasks = injector.get(PendingTasks);
    const busy = (): Promise<string> => new Promise(() => void tasks.add());
    const cache = injectPrefetchCache(busy, naming(2), { injector });
    cache.set(1, 'item 1');
    record(cache.get(1));
    endTask();
    await stable();
    expect(cache.stats().inFlight).toBe(1);
  });

  it('prefetches after 10 s in an application that is never stable', () => {
    jest.useFakeTimers();
    record(make().get(1));
    jest.advanceTimersByTime(9_999);
    expect(provider.log).toEqual(['demand 1']);
    jest.advanceTimersByTime(1);
    expect(provider.log).toEqual(['demand 1', 'prefetch 2', 'prefetch 3']);
  });

  it('leaves no timer when the application is destroyed', () => {
    jest.useFakeTimers();
    record(make().get(1));
    TestBed.resetTestingModule();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('prefetches nothing after it was closed', async () => {
    const enabled$ = new BehaviorSubject(true);
    const cache = make({ enabled$ });
    record(cache.get(1));
    cache.close();
    expect(enabled$.observed).toBe(false);
    endTask();
    await stable();
    expect(provider.log).toEqual(['demand 1', 'left 1', 'abort 1']);
  });
});

describe('`enabled$` of a cache of an application that was not stable yet', () => {
  it('is subscribed at creation, and counts once the application is stable', async () => {
    const enabled$ = new BehaviorSubject(false);
    record(make({ enabled$ }).get(1));
    enabled$.next(true);
    expect(provider.log).toEqual(['demand 1']);
    enabled$.next(false);
    endTask();
    await stable();
    expect(provider.log).toEqual(['demand 1']);
    enabled$.next(true);
    expect(provider.log).toEqual(['demand 1', 'prefetch 2', 'prefetch 3']);
  });

  it('is on until its first value', async () => {
    const enabled$ = new Subject<boolean>();
    record(make({ enabled$ }).get(1));
    endTask();
    await stable();
    expect(provider.log).toEqual(['demand 1', 'prefetch 2', 'prefetch 3']);
    enabled$.next(false);
    expect(provider.log.slice(-2)).toEqual(['left 3', 'abort 3']);
  });

  it.each([
    ['ends', (enabled$: Subject<boolean>) => enabled$.complete()],
    ['fails', (enabled$: Subject<boolean>) => enabled$.error(new Error('no'))],
  ])('keeps its last value when it %s', async (_title, end) => {
    const [on$, off$] = [new BehaviorSubject(true), new BehaviorSubject(false)];
    record(make({ enabled$: on$ }).get(1));
    record(make({ enabled$: off$ }).get(7));
    end(on$);
    end(off$);
    endTask();
    await stable();
    expect(provider.log).toEqual(['demand 1', 'demand 7', 'prefetch 2', 'prefetch 3']);
  });
});

it('A cache below an injector without an application prefetches at once', () => {
  const providers = [{ provide: PLATFORM_ID, useValue: 'browser' }];
  const alone = Injector.create({ providers });
  record(make({ injector: alone }).get(1));
  expect(provider.log).toEqual(['demand 1', 'prefetch 2', 'prefetch 3']);
});
