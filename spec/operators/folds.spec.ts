import { describe, expect, it } from '@jest/globals';
import { from, last, map, of, toArray } from 'rxjs';
import { foldState } from '../../operators/foldState.js';
import { foldStats } from '../../operators/foldStats.js';
import { prefetchCache } from '../../operators/prefetchCache.js';
import type { CacheEvent, HitEvent, MissEvent } from '../../src/events.js';
import { createClock } from '../support/clock.js';
import { naming, silent } from '../support/naming.js';
import { record } from '../support/record.js';
import { virtually } from '../support/virtually.js';

const hit: HitEvent<number> = {
  type: 'hit',
  key: 1,
  at: 0,
  reader: 1,
  moved: true,
  firstUse: false,
  held: false,
};
const miss: MissEvent<number> = { type: 'miss', key: 2, at: 0, reader: 1, moved: true };
const events: Record<string, CacheEvent<number>> = { h: hit, m: miss };
/** A cache with all its events, from the first request to the close. */
function recorded() {
  const cache = prefetchCache((key: number) => of(`item ${key}`), naming(8, 9), {
    scheduler: createClock(),
    maxKeys: 3,
  });
  const said = record(cache.events$);
  record(of(1, 2, 8, 3).pipe(cache));
  cache.set(5, 'five');
  record(cache.get(9));
  return { cache, said: said.values };
}

describe.each([
  ['foldStats', foldStats<number>().bind(undefined)],
  ['foldState', foldState<number>().bind(undefined)],
] as const)('%s', (_name, fold) => {
  it.each(['-----', '|', '---|', '---#'])(
    'ends as its source does without events: %s',
    (diagram) => {
      virtually(({ cold, expectObservable, expectSubscriptions }) => {
        const events$ = cold<CacheEvent<number>>(diagram);
        const ends = diagram.search(/[|#]/);

        expectObservable(events$.pipe<unknown>(fold)).toBe(diagram);
        expectSubscriptions(events$.subscriptions).toBe(
          ends < 0 ? '^' : ends === 0 ? '(^!)' : `^${'-'.repeat(ends - 1)}!`,
        );
      });
    },
  );

  it('emits once for each event, passes an error on, and unsubscribes its source when it is unsubscribed', () => {
    virtually(({ cold, expectObservable, expectSubscriptions }) => {
      const events$ = cold('  h--m--#', events);
      const said = '          x--x--#';
      const until = '         ^---!  ';
      const cut = '           x--x-  ';

      expectObservable(events$.pipe<unknown, string>(fold, map(() => 'x'))).toBe(said); // prettier-ignore
      expectObservable(events$.pipe<unknown, string>(fold, map(() => 'x')), until).toBe(cut); // prettier-ignore
      expectSubscriptions(events$.subscriptions).toBe(['^-----!', until]);
    });
  });

  it('counts nothing for an event of an unknown type, as of a later version', () => {
    const later = [{ type: 'later', key: 1, at: 0 }, { type: 'later', key: 1, at: 0, duration: 5, used: false }] as unknown[] as CacheEvent<number>[]; // prettier-ignore
    const known = record(of(miss).pipe<unknown>(fold)).values;
    expect(record(of(miss, ...later).pipe<unknown>(fold)).values).toEqual([
      ...known,
      ...known,
      ...known,
    ]);
  });

  it('starts from its initial value for each subscription', () => {
    const fold$ = from(recorded().said).pipe<unknown, unknown[]>(fold, toArray());
    expect(record(fold$).values).toEqual(record(fold$).values);
  });
});

describe('foldStats', () => {
  it('emits the stats after each event', () => {
    virtually(({ cold, expectObservable }) => {
      const events$ = cold('  h--m--h--|', events);
      const requests = '      1--2--3--|';
      const hits = '          1--1--2--|';

      expectObservable(events$.pipe(foldStats(), map((stats) => String(stats.requests)))).toBe(requests); // prettier-ignore
      expectObservable(events$.pipe(foldStats(), map((stats) => String(stats.hits)))).toBe(hits); // prettier-ignore
    });
  });

  it('gives the stats of the cache from its recorded events', () => {
    const { cache, said } = recorded();
    expect(record(from(said).pipe(foldStats(), last())).values).toEqual([cache.stats()]);
  });

  it('emits stats that later events do not change', () => {
    const folded = record(from(recorded().said).pipe(foldStats())).values;
    expect(folded[0]).toMatchObject({ requests: 1, misses: 1, loads: 0 });
  });
});

describe('foldState', () => {
  it('emits the state after each event', () => {
    const { cache, said } = recorded();
    const { residents, ...state } = cache.snapshot();
    const [folded] = record(from(said).pipe(foldState(), last())).values;
    expect(folded).toMatchObject(state);
    expect(new Set(folded?.residents.flat())).toEqual(new Set(residents.flat()));
  });

  it('continues from a saved state, without changing it', () => {
    const { cache, said } = recorded();
    const before = cache.snapshot();
    const copy = structuredClone(before);
    const more = record(cache.events$);
    record(of(11, 8).pipe(cache));
    cache.invalidate(5);
    const [folded] = record(from(more.values).pipe(foldState(before), last())).values;
    expect(folded?.stats).toEqual(cache.stats());
    expect(new Set(folded?.residents.flat())).toEqual(new Set(cache.snapshot().residents.flat()));
    expect(before).toEqual(copy);
    expect(said.length).toBeGreaterThan(0);
  });

  it('keeps unchanged parts identical', () => {
    const { said } = recorded();
    const states = record(from(said).pipe(foldState())).values;
    said.forEach((event, i) => {
      const [before, after] = [states[i - 1], states[i]];
      if (before === undefined || after === undefined) return;
      if (event.type !== 'plan') expect(after.plan).toBe(before.plan);
      if (!/start|success|complete/.test(event.type)) expect(after.inFlight).toBe(before.inFlight);
      if (!/store|evict|hit/.test(event.type)) expect(after.residents).toBe(before.residents);
      if (!/hit|join|miss|plan/.test(event.type)) expect(after.readers).toBe(before.readers);
    });
  });

  it('keeps as much history as the state from which it continues', () => {
    const cache = prefetchCache((key: number) => of(key), silent, { historySize: 2 });
    record(cache.get(1));
    const from$ = of(...[2, 3, 4].map((key): MissEvent<number> => ({ ...miss, key })));
    expect(record(from$.pipe(foldState(cache.snapshot()), last())).values[0]?.readers).toEqual([
      { id: 1, current: 4, history: [3, 4] },
    ]);
  });

  it('moves a reader if the event has `moved`, without comparing keys', () => {
    const moves = [true, false, true].map((moved, key): MissEvent<number> => ({
      ...miss,
      key,
      moved,
    }));
    expect(record(from(moves).pipe(foldState(), last())).values[0]?.readers).toEqual([
      { id: 1, current: 2, history: [0, 2] },
    ]);
  });
});
