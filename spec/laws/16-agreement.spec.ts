import { describe, expect, it } from '@jest/globals';
import { of, Subject } from 'rxjs';
import { cacheState } from '../../operators/cacheState.js';
import { foldStats } from '../../operators/foldStats.js';
import { prefetchCache } from '../../operators/prefetchCache.js';
import type { PrefetchCache } from '../../src/types.js';
import { eventLog } from '../support/eventLog.js';
import { handProvider } from '../support/handProvider.js';
import { silent } from '../support/naming.js';
import { record } from '../support/record.js';

describe('Law 16: first uses, states and snapshots. The cache', () => {
  it('counts a prefetch as used once, though its predictor requests it in between', () => {
    const provider = handProvider();
    const cache: PrefetchCache<number, string> = prefetchCache<number, string>(provider, (key) => {
      if (key === 7) record(cache.get(7));
      return [];
    });
    const folded = record(cache.events$.pipe(foldStats()));
    record(cache.warm([7]));
    record(of(7).pipe(cache));
    provider.give(7);
    record(cache.get(7));
    expect(cache.stats()).toMatchObject({ useful: 1, wasted: 0, prefetches: 1 });
    expect(folded.values.at(-1)).toEqual(cache.stats());
  });

  it('takes a prefetch for used that a superseded request had joined', () => {
    const provider = handProvider();
    const key$ = new Subject<number>();
    const predictor = (key: number): [] => {
      if (key === 7) key$.next(1);
      return [];
    };
    const cache = prefetchCache(provider, predictor, { order: 'switch' });
    const log = eventLog(cache, 'join', 'store');
    const uses: boolean[] = [];
    record(cache.events$, (event) => {
      if (event.type === 'prefetch-success' || event.type === 'prefetch-abort')
        uses.push(event.used);
    });
    record(cache.warm([7]));
    record(key$.pipe(cache));
    key$.next(7);
    provider.give(7);
    expect([log, uses]).toEqual([['join 7 first', 'store 7 warm'], [true]]);
  });

  it('has the same history in its snapshot and its states, with key objects that are equal by `keyOf`', () => {
    const provider = handProvider<{ id: number }>();
    const cache = prefetchCache<{ id: number }, string>(provider, silent, {
      keyOf: ({ id }) => id,
    });
    const states = record(cacheState(cache));
    const key$ = new Subject<{ id: number }>();
    record(key$.pipe(cache));
    record(cache.get({ id: 8 }));
    cache.clear();
    key$.next({ id: 8 });
    record(cache.get({ id: 8 }));
    expect(states.values.at(-1)?.readers.map(({ history }) => history)).toEqual(
      cache.snapshot().readers.map(({ history }) => history),
    );
  });

  it('has the same residents in its snapshot and its states, where of two items of a key the newer one is evicted first', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, silent, { maxKeys: 2, sizeOf: ({ length }) => length });
    const states = record(cacheState(cache));
    record(of(5, 4).pipe(cache));
    provider.giveValue(4, 'four');
    cache.set(4, '4');
    record(cache.get(1));
    provider.give(1);
    expect(new Set(states.values.at(-1)?.residents.flat())).toEqual(
      new Set(cache.snapshot().residents.flat()),
    );
  });
});
