import { describe, expect, it } from '@jest/globals';
import { NEVER, of } from 'rxjs';
import { prefetchCache } from '../../operators/prefetchCache.js';
import type { CacheEvent } from '../../src/events.js';
import { createClock } from '../support/clock.js';
import { handProvider } from '../support/handProvider.js';
import { after } from '../support/naming.js';
import { record } from '../support/record.js';

/** A cache on a clock that stands at 100, and all that it says. */
function setUp() {
  const clock = createClock();
  clock.frame = 100;
  const provider = handProvider();
  const predictor = after({ 1: [[2, 0.5]], 4: [[5, 0.5]], 6: [[7, 1], [8, 0.5]] }); // prettier-ignore
  const cache = prefetchCache(provider, predictor, {
    scheduler: clock,
    sizeOf: ({ length }) => length,
  });
  return { clock, provider, cache, events: record(cache.events$).values };
}
const ofKey = (events: readonly CacheEvent<number>[], key: number): unknown[] =>
  events.filter((event) => 'key' in event && event.key === key);

describe('Law 15: the fields of events. The cache', () => {
  it('emits the time of a request, the duration of its load and its wait', () => {
    const { clock, provider, cache, events } = setUp();
    record(cache.get(1));
    clock.frame = 107;
    provider.giveValue(1, 'abc');
    expect(ofKey(events, 1)).toEqual([
      { type: 'miss', key: 1, at: 100, reader: 1, moved: true },
      { type: 'load-start', key: 1, at: 100 },
      { type: 'load-success', key: 1, at: 107, duration: 7 },
      { type: 'store', key: 1, at: 107, bytes: 3, from: 'demand', unrequested: false },
      { type: 'serve', key: 1, at: 107, reader: 1, wait: 7 },
    ]);
  });

  it('emits whether a prefetch was used, and that its item is unrequested', () => {
    const { clock, provider, cache, events } = setUp();
    record(cache.get(1));
    clock.frame = 103;
    provider.give(2);
    record(cache.get(2));
    cache.invalidate(2);
    expect(ofKey(events, 2)).toEqual([
      { type: 'prefetch-start', key: 2, at: 100, warm: false },
      { type: 'prefetch-success', key: 2, at: 103, duration: 3, warm: false, used: false },
      { type: 'store', key: 2, at: 103, bytes: 6, from: 'prefetch', unrequested: true },
      { type: 'hit', key: 2, at: 103, reader: 1, moved: true, firstUse: true, held: false },
      { type: 'evict', key: 2, at: 103, bytes: 6, unused: false, reason: 'invalidated' },
    ]);
  });

  it('emits that a joined prefetch was used, and that its item is not unrequested', () => {
    const { clock, provider, cache, events } = setUp();
    record(cache.get(4));
    clock.frame = 104;
    record(cache.get(5));
    clock.frame = 109;
    provider.give(5);
    expect(ofKey(events, 5)).toEqual([
      { type: 'prefetch-start', key: 5, at: 100, warm: false },
      { type: 'join', key: 5, at: 104, reader: 1, moved: true, firstUse: true },
      { type: 'prefetch-success', key: 5, at: 109, duration: 9, warm: false, used: true },
      { type: 'store', key: 5, at: 109, bytes: 6, from: 'prefetch', unrequested: false },
      { type: 'serve', key: 5, at: 109, reader: 1, wait: 5 },
    ]);
  });

  it('emits the cause and the duration of a failed load', () => {
    const { clock, provider, cache, events } = setUp();
    const failure = new Error('broken');
    record(of(6).pipe(cache.with({ errors: 'value' })));
    record(cache.warm([9]));
    clock.frame = 101;
    provider.fail(6, failure);
    provider.fail(9, failure);
    expect(ofKey(events, 6).slice(2)).toEqual([
      { type: 'load-error', key: 6, at: 101, duration: 1, error: failure },
    ]);
    expect(ofKey(events, 9)).toEqual([
      { type: 'prefetch-start', key: 9, at: 100, warm: true },
      {
        type: 'prefetch-error',
        key: 9,
        at: 101,
        duration: 1,
        warm: true,
        used: false,
        error: failure,
      },
    ]);
  });

  it('emits the duration and the outcome of a reload', () => {
    const { clock, provider, cache, events } = setUp();
    for (const key of [1, 2, 3]) cache.reload(key);
    clock.frame = 107;
    provider.giveValue(1, 'abc');
    provider.fail(2, new Error('no 2'));
    cache.close();
    const [at, duration] = [107, 7];
    expect(ofKey(events, 1).slice(0, 3)).toEqual([
      { type: 'revalidate-start', key: 1, at: 100 },
      { type: 'revalidate-success', key: 1, at, duration },
      { type: 'store', key: 1, at, bytes: 3, from: 'revalidate', unrequested: false },
    ]);
    expect(ofKey(events, 2).at(-1)).toEqual({
      type: 'revalidate-error',
      key: 2,
      at,
      duration,
      error: new Error('no 2'),
    });
    expect(ofKey(events, 3).at(-1)).toEqual({ type: 'revalidate-abort', key: 3, at, duration });
  });

  it('emits that a hit is stale only where it is', () => {
    const clock = createClock();
    const cache = prefetchCache<number, string>(() => NEVER, () => [], { ttl: 10, staleWhileRevalidate: 5, scheduler: clock }); // prettier-ignore
    const events = record(cache.events$).values;
    cache.set(1, 'abc');
    record(cache.get(1));
    clock.frame = 12;
    record(cache.get(1));
    const hit = { type: 'hit', key: 1, reader: 1, firstUse: false, held: false };
    expect(events.filter(({ type }) => type === 'hit')).toEqual([
      { ...hit, at: 0, moved: true },
      { ...hit, at: 12, moved: false, stale: true },
    ]);
    expect(events.filter((event) => 'stale' in event)).toHaveLength(1);
  });

  it('emits the duration of an aborted load', () => {
    const { clock, cache, events } = setUp();
    const reader = record(cache.get(6));
    clock.frame = 105;
    reader.stop();
    record(cache.get(1)).stop();
    expect(ofKey(events, 6).at(-1)).toEqual({ type: 'load-abort', key: 6, at: 105, duration: 5 });
    expect(ofKey(events, 8).at(-1)).toEqual({
      type: 'prefetch-abort',
      key: 8,
      at: 105,
      duration: 5,
      warm: false,
      used: false,
    });
  });

  it('emits a plan with all of its keys and their likelihoods, and its end', () => {
    const { cache, events } = setUp();
    const reader = record(of(6).pipe(cache));
    reader.stop();
    expect(events.filter(({ type }) => type === 'plan')).toEqual([
      { type: 'plan', at: 100, reader: 1, keys: [[7, 1], [8, 0.5]], ended: false }, // prettier-ignore
      { type: 'plan', at: 100, reader: 1, keys: [], ended: true },
    ]);
  });

  it('emits that a key equal to the current one is no move, and which hits are held', () => {
    const { provider, cache, events } = setUp();
    cache.set(3, 'three');
    record(of(1, 1, 3, 3).pipe(cache));
    provider.give(1);
    expect(
      events.filter(({ type }) => type === 'miss' || type === 'join' || type === 'hit'),
    ).toEqual([
      { type: 'miss', key: 1, at: 100, reader: 1, moved: true },
      { type: 'join', key: 1, at: 100, reader: 1, moved: false, firstUse: false },
      { type: 'hit', key: 3, at: 100, reader: 1, moved: true, firstUse: false, held: true },
      { type: 'hit', key: 3, at: 100, reader: 1, moved: false, firstUse: false, held: true },
    ]);
  });

  it('emits the reader of a predictor error, and that it closed', () => {
    const clock = createClock();
    const failure = new Error('no idea');
    const cache = prefetchCache((key: number) => of(key), () => { throw failure; }, { scheduler: clock }); // prettier-ignore
    const events = record(cache.events$).values;
    record(cache.get(1));
    cache.close();
    expect(events.filter(({ type }) => type === 'predictor-error' || type === 'close')).toEqual([
      { type: 'predictor-error', key: 1, at: 0, reader: 1, error: failure },
      { type: 'close', at: 0 },
    ]);
  });
});
