import { describe, expect, it } from '@jest/globals';
import { EMPTY, of, Subject } from 'rxjs';
import { cacheState } from '../../operators/cacheState.js';
import { prefetchCache } from '../../operators/prefetchCache.js';
import { EmptyLoadError } from '../../src/errors.js';
import { lru } from '../../src/eviction/lru.js';
import { sieve } from '../../src/eviction/sieve.js';
import { auto } from '../../src/auto/auto.js';
import { distanceDecay } from '../../src/predictors/distanceDecay.js';
import { dynamicData } from '../../src/predictors/dynamicData.js';
import { dynamicDistanceDecay } from '../../src/predictors/dynamicDistanceDecay.js';
import { eventLog } from '../support/eventLog.js';
import { handProvider } from '../support/handProvider.js';
import { silent } from '../support/naming.js';
import { record } from '../support/record.js';

const symbol = Symbol('a key');
const object = { a: 'key' };

describe('Law 1, for keys of all kinds. The cache', () => {
  it.each<[string, unknown, unknown]>([
    ['NaN', NaN, NaN],
    ['0 and -0', 0, -0],
    ['undefined', undefined, undefined],
    ['null', null, null],
    ['the empty string', '', ''],
    ['false', false, false],
    ['a BigInt', 10n ** 30n, 10n ** 30n],
    ['a symbol', symbol, symbol],
    ['one object', object, object],
    ['Infinity', Infinity, Infinity],
  ])(
    'takes %s for one key: loads it once, predicts, keeps and lets go of it',
    (_name, key, same) => {
      const provider = handProvider<unknown>();
      const cache = prefetchCache<unknown, string>(
        provider,
        (current) => (current === 'first' ? [[same, 1]] : []),
        {
          maxKeys: 3,
          eviction: lru(),
        },
      );
      const states = record(cacheState(cache));
      record(cache.get('first'));
      expect(provider.open()).toEqual(['first', same]);
      const readers = [record(cache.get(key)), record(of(same, key).pipe(cache))];
      expect(provider.open()).toHaveLength(2);
      provider.giveValue(same, 'item');
      expect(readers.map(({ values }) => values)).toEqual([['item'], ['item', 'item']]);
      expect([cache.has(key), cache.peek(same), record(cache.get(same)).values]).toEqual([
        true,
        'item',
        ['item'],
      ]);
      expect(states.values.at(-1)?.residents.flat()).toHaveLength(1);
      cache.invalidate(key);
      expect([cache.has(same), cache.size, states.values.at(-1)?.residents.flat()]).toEqual([
        false,
        0,
        [],
      ]);
    },
  );

  it.each<[string, unknown, unknown]>([
    ['undefined and null', undefined, null],
    ['1 and "1"', 1, '1'],
    ['1 and 1n', 1, 1n],
    ['two objects that look alike', { id: 1 }, { id: 1 }],
    ['two symbols of one name', Symbol('x'), Symbol('x')],
    ['the empty string and 0', '', 0],
  ])('takes %s for two keys', (_name, one, other) => {
    const cache = prefetchCache<unknown, string>(() => of('loaded'), silent);
    cache.set(one, 'one');
    cache.set(other, 'other');
    expect([cache.peek(one), cache.peek(other), cache.size]).toEqual(['one', 'other', 2]);
  });

  it('moves no reader when a key that is equal to the current one comes', () => {
    const asked: unknown[] = [];
    const cache = prefetchCache<unknown, string>(() => of('x'), (key) => { asked.push(key); return []; }); // prettier-ignore
    const key$ = new Subject<unknown>();
    record(key$.pipe(cache));
    for (const key of [undefined, undefined, NaN, NaN, 0, -0, null]) key$.next(key);
    expect(asked).toEqual([undefined, NaN, 0, null]);
  });
});

describe('`keyOf`. The cache', () => {
  interface Tile {
    readonly x: number;
    readonly y: number;
    readonly tag?: string;
  }
  const keyOf = ({ x, y }: Tile): string => `${x}/${y}`;
  const tile = (x: number, tag?: string): Tile =>
    tag === undefined ? { x, y: 0 } : { x, y: 0, tag };

  it('takes keys of one identity for one', () => {
    const provider = handProvider<Tile>();
    const cache = prefetchCache(provider, silent, { keyOf });
    const first = tile(1, 'first');
    record(cache.get(first));
    record(cache.get(tile(1)));
    provider.giveValue(first, 'item');
    expect([cache.has(tile(1, 'other')), cache.peek(tile(1)), provider.log.length]).toEqual([
      true,
      'item',
      1,
    ]);
    cache.invalidate(tile(1));
    expect(cache.size).toBe(0);
  });

  it('gives the first key object of an identity to all parts', () => {
    const first = tile(1, 'first');
    const seen: unknown[] = [];
    const provider = handProvider<Tile>();
    const cache = prefetchCache<Tile, string>(
      provider,
      {
        observe: ({ key, outcome }) => seen.push([outcome, key.tag]),
        predict: (current, history) => {
          seen.push(['predict', current.tag, history.at(-1)?.tag]);
        },
      },
      { keyOf },
    );
    const tags: unknown[] = [];
    record(cache.events$, (event) => {
      if ('key' in event) tags.push(event.key.tag);
    });
    record(cache.get(first));
    record(cache.get(tile(2, 'two')));
    record(cache.get(tile(1, 'again')));
    provider.giveValue(first, 'item');
    cache.set(tile(1, 'set'), 'new');
    record(cache.get(tile(3, 'three')));
    record(of(tile(1, 'settled')).pipe(cache.with({ errors: 'value' })), ({ key }) =>
      seen.push(['settled', key.tag]),
    );
    expect(seen).toEqual([
      ['miss', 'first'],
      ['predict', 'first', 'first'],
      ['miss', 'two'],
      ['predict', 'two', 'two'],
      ['join', 'first'],
      ['predict', 'first', 'first'],
      ['miss', 'three'],
      ['predict', 'three', 'three'],
      ['hit', 'first'],
      ['predict', 'first', 'first'],
      ['settled', 'first'],
    ]);
    expect(tags.filter((tag) => !['two', 'three', 'first'].includes(tag as string))).toEqual([]);
  });

  it('gives it to the provider and to the policy too', () => {
    const seen: unknown[] = [];
    const note = (what: string) => (key: Tile) => void seen.push([what, key.tag]);
    const policy = {
      added: note('added'),
      used: note('used'),
      removed: note('removed'),
      victim: () => undefined,
    };
    const load = (key: Tile) => {
      note('load')(key);
      return of('x');
    };
    const cache = prefetchCache(load, silent, { keyOf, eviction: policy });
    for (const tag of ['first', 'second']) record(cache.get(tile(1, tag)));
    cache.set(tile(1, 'third'), 'y');
    cache.invalidate(tile(1, 'fourth'));
    record(cache.get(tile(1, 'fifth')));
    expect(seen).toEqual([
      ['load', 'first'],
      ['added', 'first'],
      ['used', 'first'],
      ['removed', 'first'],
      ['added', 'first'],
      ['removed', 'first'],
      ['load', 'first'],
      ['added', 'first'],
    ]);
  });

  it('compares identities as a Map does', () => {
    const cache = prefetchCache<Tile, string>(() => of('x'), silent, { keyOf: ({ x }) => x });
    cache.set(tile(NaN), 'NaN');
    cache.set(tile(-0), 'zero');
    expect([cache.peek(tile(NaN)), cache.peek(tile(0))]).toEqual(['NaN', 'zero']);
  });

  it('plans no key of the identity that is current, and one of several of an identity', () => {
    const provider = handProvider<Tile>();
    const cache = prefetchCache(provider, () => [[tile(1), 9], [tile(2), 1], [tile(2), 3], [tile(3), 2]], { keyOf, concurrency: 1 }); // prettier-ignore
    record(cache.get(tile(1, 'first')));
    expect(cache.snapshot().plan.map(({ key, likelihood }) => [key.x, likelihood])).toEqual([[2, 3], [3, 2]]); // prettier-ignore
  });

  it('keeps what `cacheState` emits, also with key objects that were never frozen', () => {
    const cache = prefetchCache<Tile, { mutable: number }>(() => of({ mutable: 1 }), silent, {
      keyOf,
      eviction: sieve(),
    });
    const states = record(cacheState(cache));
    const key = tile(1, 'first');
    record(cache.get(key), (value) => value.mutable++);
    expect(states.values.at(-1)?.residents.flat()[0]?.key).toBe(key);
    expect([Object.isFrozen(key), cache.peek(key)]).toEqual([false, { mutable: 2 }]);
  });
});

describe('The built-in predictors, for keys that are no safe integers. The cache', () => {
  it.each([
    ['distanceDecay', distanceDecay()],
    ['dynamicDistanceDecay', dynamicDistanceDecay()],
    ['dynamicData', dynamicData({ possibleJumps: [5] })],
  ])('plans nothing and says no error: %s', (_name, predictor) => {
    const cache = prefetchCache<number, string>(() => of('x'), predictor);
    const log = eventLog(cache, 'predictor-error', 'prefetch-start');
    for (const key of [NaN, Infinity, 0.5, 2 ** 60]) record(cache.get(key));
    record(cache.get('1' as unknown as number));
    expect(log).toEqual([]);
  });

  it('evicts the key `undefined`', () => {
    const cache = prefetchCache((key: number | undefined) => of(String(key)), silent, {
      maxKeys: 1,
      eviction: lru(),
    });
    record(of(undefined, 1, 2, 3, 3).pipe(cache));
    expect(cache.stats()).toMatchObject({ hits: 1, evictions: 3 });
    expect(cache.has(3)).toBe(true);
  });

  it('takes a key that has a method `schedule`', () => {
    const key = { id: 1, schedule: () => undefined };
    expect(
      record(prefetchCache(({ id }: typeof key) => of(`job ${id}`), silent).get(key)).values,
    ).toEqual(['job 1']);
  });

  it('gives the EmptyLoadError of the key NaN as it is', () => {
    expect(record(prefetchCache(() => EMPTY, silent).get(NaN)).error).toBeInstanceOf(
      EmptyLoadError,
    );
  });

  it.each([
    ['dynamicData', dynamicData({ possibleJumps: [5] })],
    ['distanceDecay', distanceDecay()],
    ['dynamicDistanceDecay', dynamicDistanceDecay()],
    ['auto', auto<number>()],
  ])('takes symbols among integers with %s', (_name, predictor) => {
    const cache = prefetchCache((key: number) => of(key), predictor);
    record(of(1, symbol as unknown as number, 2, 3, 4).pipe(cache));
    expect(cache.stats()).toMatchObject({ requests: 5, predictorErrors: 0 });
  });
});
