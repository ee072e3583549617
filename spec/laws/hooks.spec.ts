import { describe, expect, it } from '@jest/globals';
import { EMPTY, finalize, NEVER, of, Subject, take } from 'rxjs';
import { prefetchCache } from '../../operators/prefetchCache.js';
import { oldest } from '../../src/eviction/oldest.js';
import type { AccessPredictor, Control, Predictor } from '../../src/types.js';
import { silent } from '../support/naming.js';
import { record } from '../support/record.js';
import { catchUnhandled } from '../support/unhandled.js';

/** A control that admits and keeps everything, but for these hooks. */
function control(hooks: Partial<Control<number>>): Control<number> {
  return {
    moved: () => undefined,
    admits: () => true,
    keeps: () => true,
    saw: () => undefined,
    eviction: oldest,
    measure: <P>(predictor: Predictor<P>) => predictor as AccessPredictor<P>,
    dwell: 0,
    shield: 0,
    ...hooks,
  };
}

/** Names the keys 100 and 200 above, of those below 100. */
const hundreds = (key: number): [number, number][] =>
  key > 99
    ? []
    : [
        [key + 100, 2],
        [key + 200, 1],
      ];

describe('Laws 2, 4, 5, 6, 12 and 15, where hooks call back. The cache', () => {
  const unhandled = catchUnhandled();

  it.each([1, 3000])('answers all of %i readers that wait for one load', (count) => {
    const load$ = new Subject<string>();
    const cache = prefetchCache((_key: number) => load$, silent);
    const readers = Array.from({ length: count }, () => record(cache.get(1)));
    load$.next('one');
    expect(readers.filter(({ end }) => end === 'complete')).toHaveLength(count);
  });

  it('emits the eviction of an item that was not kept where the cache closes on its delivery', () => {
    const load$ = new Subject<string>();
    const cache = prefetchCache((_key: number) => load$, silent, { maxBytes: 1, sizeOf: () => 5 });
    const evictions = record(cache.evictions$);
    record(
      cache.get(1).pipe(
        take(1),
        finalize(() => cache.close()),
      ),
    );
    load$.next('one');
    expect(evictions.values).toEqual([{ key: 1, value: 'one', reason: 'rejected' }]);
  });

  it('calls the hooks that replace those of `oldest()`', () => {
    const policy = oldest<number>();
    const used: number[] = [];
    policy.used = (key) => used.push(key);
    const cache = prefetchCache((key: number) => of(key), silent, { eviction: policy });
    cache.set(1, 1);
    record(cache.get(1));
    expect(used).toEqual([1]);
  });

  it('answers a request that joins a prefetch while control is asked to keep it', () => {
    const load$ = new Subject<string>();
    const joined: ReturnType<typeof record<string>>[] = [];
    const key$ = new Subject<number>();
    const cache = prefetchCache<number, string>(
      (key) => (key === 100 ? load$ : of('item')),
      (key) => (key === 1 || key === 2 ? [[100, 1]] : []),
      {
        control: control({
          keeps() {
            joined.push(record(cache.get(100)));
            return false;
          },
        }),
      },
    );
    record(key$.pipe(cache));
    key$.next(1);
    key$.next(2);
    load$.next('hundred');
    expect(joined.map(({ values }) => values)).toEqual([['hundred']]);
  });

  it('reserves no slot for a load that control invalidates while it is asked', () => {
    const key$ = new Subject<number>();
    let isLeaving = false;
    const cache = prefetchCache<number, string>(
      (key) => (key > 99 ? NEVER : of('item')),
      hundreds,
      {
        concurrency: 2,
        control: control({
          keeps() {
            if (isLeaving) cache.invalidate(101);
            isLeaving = false;
            return true;
          },
        }),
      },
    );
    record(key$.pipe(cache));
    key$.next(1);
    const joined = record(cache.get(101));
    isLeaving = true;
    joined.stop();
    expect(isLeaving).toBe(false);
    key$.next(2);
    const { inFlight } = cache.snapshot();
    expect(inFlight.map(({ key }) => key).sort()).toEqual([102, 202]);
  });

  it('reserves no slot for a load that a request joins while control is asked to keep it', () => {
    const key$ = new Subject<number>();
    let isLeaving = false;
    const cache = prefetchCache<number, string>(() => NEVER, hundreds, {
      concurrency: 2,
      control: control({
        keeps() {
          const joins = isLeaving;
          isLeaving = false;
          if (joins) record(cache.get(101));
          return true;
        },
      }),
    });
    record(key$.pipe(cache));
    key$.next(1);
    const joined = record(cache.get(101));
    isLeaving = true;
    joined.stop();
    key$.next(2);
    const { inFlight } = cache.snapshot();
    expect(inFlight.map(({ key }) => key).sort((a, b) => a - b)).toEqual([1, 2, 101, 102, 202]);
  });

  it('prefetches no key that no plan names where control moves the reader', () => {
    const key$ = new Subject<number>();
    const loads: number[] = [];
    let asked = 0;
    const cache = prefetchCache<number, string>(
      (key) => {
        loads.push(key);
        return NEVER;
      },
      (key) => (key === 1 ? [[2, 1]] : []),
      {
        control: control({
          admits() {
            if (++asked === 4) key$.next(9);
            return true;
          },
        }),
      },
    );
    record(key$.pipe(cache));
    key$.next(1);
    expect(asked).toBeGreaterThanOrEqual(4);
    expect(loads).toStrictEqual([1, 9]);
  });

  it('ends a load once where its reader leaves when control sees that the load has failed', () => {
    let stop = (): void => undefined;
    const key$ = new Subject<number>();
    const cache = prefetchCache<number, string>(
      (key) => (key === 2 ? of('two') : NEVER),
      (key) => (key === 1 ? [[2, 1]] : []),
      {
        sizeOf() {
          throw new Error('size');
        },
        control: control({
          saw({ type }) {
            if (type === 'evict') stop();
          },
        }),
      },
    );
    const reader = record(key$.pipe(cache));
    stop = () => reader.stop();
    key$.next(1);
    expect(cache.stats().inFlight).toBe(0);
  });

  it('ends a reader whose source completes in a hook of its own hit', () => {
    const key$ = new Subject<number>();
    const cache = prefetchCache<number, string>(
      () => EMPTY,
      (key) => [[key + 10, 1]],
      { eviction: { ...oldest(), used: () => key$.complete() } },
    );
    cache.set(1, 'one');
    record(key$.pipe(cache));
    key$.next(1);
    expect([cache.stats().planned, cache.snapshot().readers]).toEqual([0, []]);
  });

  it('emits an event before those that control causes when it sees the event', () => {
    const cache = prefetchCache<number, string>(() => EMPTY, silent, {
      control: control({
        saw(event) {
          if (event.type === 'store') cache.invalidate(event.key);
          Object.freeze(event);
        },
      }),
    });
    const events = record(cache.events$);
    cache.set(1, 'one');
    expect(events.values.map(({ type }) => type)).toEqual(['store', 'evict']);
  });

  it('goes on where control throws when it sees an event', () => {
    const cache = prefetchCache((key: number) => of(`item ${key}`), silent, {
      control: control({
        saw({ type }) {
          if (type === 'serve') throw new Error('saw');
        },
      }),
    });
    expect(record(cache.get(1)).values).toEqual(['item 1']);
    expect(unhandled.arrived()).toEqual([new Error('saw')]);
  });
});
