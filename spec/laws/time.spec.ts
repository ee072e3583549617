import { describe, expect, it, jest } from '@jest/globals';
import { of, Subject } from 'rxjs';
import { prefetchCache } from '../../operators/prefetchCache.js';
import { auto } from '../../src/auto/auto.js';
import { handProvider } from '../support/handProvider.js';
import { silent } from '../support/naming.js';
import { record } from '../support/record.js';
import { virtually } from '../support/virtually.js';

describe('The clock of a cache', () => {
  it('goes on evenly by default, though the clock of the system is set forward during a load', () => {
    jest.useFakeTimers();
    const provider = handProvider();
    const cache = prefetchCache(provider, silent);
    record(cache.get(1));
    jest.advanceTimersByTime(5);
    jest.setSystemTime(Date.now() + 86_400_000);
    provider.give(1);
    expect(cache.stats().wait.mean).toBe(5);
    jest.useRealTimers();
  });

  it('is the virtual time inside of `run` of a TestScheduler', () => {
    virtually(({ cold, flush }) => {
      const cache = prefetchCache(() => cold('---a|'), silent);
      record(cache.get(1));
      flush();
      expect(cache.stats().wait.mean).toBe(3);
    });
  });

  it('may be an object with `now` alone, also where `dwell` needs a timer', () => {
    jest.useFakeTimers();
    const provider = handProvider();
    const cache = prefetchCache(provider, auto<number>({ dwell: 50 }), {
      scheduler: { now: () => 7 },
    });
    const key$ = new Subject<number>();
    const reader = record(key$.pipe(cache));
    for (let key = 1; key <= 20; key++) {
      key$.next(key);
      provider.give(key);
    }
    expect([reader.values.length, provider.open()]).toEqual([20, []]);
    jest.advanceTimersByTime(50);
    expect(provider.open()).toContain(21);
    cache.close();
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });

  it('needs no timer of a reader that leaves', () => {
    jest.useFakeTimers();
    record(of(1).pipe(prefetchCache(() => of('x'), auto<number>({ dwell: 50 }))));
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });
});
