import { describe, expect, it } from '@jest/globals';
import { of } from 'rxjs';
import { ofType } from '../../operators/ofType.js';
import { prefetchCache } from '../../operators/prefetchCache.js';
import type { CacheEvent, HitEvent, MissEvent } from '../../src/events.js';
import { silent } from '../support/naming.js';
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

describe('ofType', () => {
  it('passes events of one type', () => {
    virtually(({ cold, expectObservable, expectSubscriptions }) => {
      const events$ = cold('  h--m--h--h--|', events);
      const subscribed = '    ^-----------!';
      const hits = '          h-----h--h--|';

      expectObservable(events$.pipe(ofType('hit'))).toBe(hits, events);
      expectSubscriptions(events$.subscriptions).toBe(subscribed);
    });
  });

  it.each(['-----', '|', '---|', '---#', 'm--m-|'])(
    'emits nothing without such events: %s',
    (diagram) => {
      virtually(({ cold, expectObservable, expectSubscriptions }) => {
        const events$ = cold(diagram, events);
        const ends = diagram.search(/[|#]/);

        expectObservable(events$.pipe(ofType('hit'))).toBe(diagram.replaceAll('m', '-'), events);
        expectSubscriptions(events$.subscriptions).toBe(
          ends < 0 ? '^' : ends === 0 ? '(^!)' : `^${'-'.repeat(ends - 1)}!`,
        );
      });
    },
  );

  it('unsubscribes its source when it is unsubscribed', () => {
    virtually(({ cold, expectObservable, expectSubscriptions }) => {
      const events$ = cold('  h--m--h--h--|', events);
      const until = '         ^---!        ';
      const hits = '          h----        ';

      expectObservable(events$.pipe(ofType('hit')), until).toBe(hits, events);
      expectSubscriptions(events$.subscriptions).toBe(until);
    });
  });

  it('passes the events of a cache on unchanged', () => {
    const cache = prefetchCache((key: number) => of(key), silent);
    const all = record(cache.events$);
    const misses = record(cache.events$.pipe(ofType('miss')));
    record(of(1, 2, 1).pipe(cache));
    expect(misses.values).toEqual(all.values.filter(({ type }) => type === 'miss'));
    expect(misses.values[0]).toBe(all.values.find(({ type }) => type === 'miss'));
    cache.close();
    expect(misses.end).toBe('complete');
  });
});
