import { describe, expect, it } from '@jest/globals';
import { map, of, type Observable, type OperatorFunction } from 'rxjs';
import { prefetchCache } from '../../operators/prefetchCache.js';
import type { LoadError } from '../../src/errors.js';
import type { CacheEvent } from '../../src/events.js';
import { distanceDecay } from '../../src/predictors/distanceDecay.js';
import { dynamicData } from '../../src/predictors/dynamicData.js';
import type {
  CacheState,
  CacheStats,
  DataProvider,
  Eviction,
  PrefetchCache,
  Settled,
  WarmProgress,
} from '../../src/types.js';
import { isExactly } from './equal.js';

interface Tile {
  readonly pixels: number;
}
interface Place {
  readonly x: number;
  readonly y: number;
}
const fetchTile = (key: number): Observable<Tile> => of({ pixels: key });
const tileAt = ({ x, y }: Place): Promise<Tile> => Promise.resolve({ pixels: x * y });
const predictor = distanceDecay();

describe('The types of prefetchCache need no type arguments', () => {
  it('in a pipe, with an arrow function as provider', () => {
    const tile$ = of(1).pipe(prefetchCache((key) => fetchTile(key), predictor));
    expect(isExactly<Observable<Tile>>()(tile$)).toBe(true);
  });

  it('with a named function as provider, and a built-in predictor', () => {
    const cache = prefetchCache(fetchTile, dynamicData({ possibleJumps: [5] }), {
      maxKeys: 10,
      order: 'switch',
    });
    expect(isExactly<PrefetchCache<number, Tile>>()(cache)).toBe(true);
  });

  it('with an inline predictor, whose key is that of the provider', () => {
    const cache = prefetchCache(tileAt, ({ x, y }, history) => [[{ x: x + history.length, y }, 1]]);
    expect(isExactly<PrefetchCache<Place, Tile>>()(cache)).toBe(true);
  });

  it('with a predictor of a narrower key type', () => {
    const cache = prefetchCache((key: number | string) => of(String(key)), predictor);
    expect(isExactly<PrefetchCache<number | string, string>>()(cache)).toBe(true);
  });

  it('with an inline predictor object', () => {
    const cache = prefetchCache(tileAt, {
      predict: ({ x, y }, _history, add) => add({ x, y: y + 1 }, 1),
    });
    expect(isExactly<PrefetchCache<Place, Tile>>()(cache)).toBe(true);
  });

  it('with a provider that loads a promise or an async iterable', () => {
    const promised = prefetchCache((key: string) => Promise.resolve(key.length), () => []); // prettier-ignore
    const iterated = prefetchCache(async function* (key: string) { await Promise.resolve(); yield key.length; }, () => []); // prettier-ignore
    expect(isExactly<PrefetchCache<string, number>>()(promised)).toBe(true);
    expect(isExactly<PrefetchCache<string, number>>()(iterated)).toBe(true);
  });

  it('with a provider that is an object', () => {
    const provider: DataProvider<number, Tile> = {
      load: fetchTile,
      has: (key) => key > 0,
      size: 3,
    };
    const cache = prefetchCache(provider, predictor);
    const written = prefetchCache({ load: fetchTile, has: (key: number) => key > 0 }, predictor);
    expect(isExactly<PrefetchCache<number, Tile>>()(cache)).toBe(true);
    expect(isExactly<PrefetchCache<number, Tile>>()(written)).toBe(true);
  });

  it('in its options: `sizeOf` has the item, `keyOf` the key', () => {
    const cache = prefetchCache(tileAt, () => [], {
      sizeOf: ({ pixels }, { x }) => pixels + x,
      keyOf: ({ x, y }) => `${x}/${y}`,
      maxBytes: 100,
    });
    expect(isExactly<PrefetchCache<Place, Tile>>()(cache)).toBe(true);
  });

  it('where an item may be undefined or null', () => {
    const cache = prefetchCache((key: number) => of(key > 0 ? key : null), predictor);
    expect(isExactly<Observable<number | null>>()(cache.get(1))).toBe(true);
    expect(isExactly<number | null | undefined>()(cache.peek(1))).toBe(true);
  });
});

describe('The types of a cache', () => {
  const cache = prefetchCache(fetchTile, predictor);

  it('make it an operator', () => {
    const operator: OperatorFunction<number, Tile> = cache;
    expect(typeof operator).toBe('function');
  });

  it('make `with` an operator that emits outcomes if errors are values, and otherwise items', () => {
    const outcome$ = of(1).pipe(cache.with({ errors: 'value' }));
    expect(isExactly<Observable<Settled<number, Tile>>>()(outcome$)).toBe(true);
    expect(
      isExactly<Observable<Settled<number, Tile>>>()(
        of(1).pipe(cache.with({ order: 'switch', errors: 'value' })),
      ),
    ).toBe(true);
    const item$ = of(1).pipe(cache.with({ order: 'merge' }));
    expect(isExactly<Observable<Tile>>()(item$)).toBe(true);
    expect(isExactly<Observable<Tile>>()(of(1).pipe(cache.with({})))).toBe(true);
    expect(isExactly<Observable<Tile>>()(of(1).pipe(cache.with({ errors: undefined })))).toBe(true);
    expect(isExactly<Observable<Tile>>()(of(1).pipe(cache.with({ errors: 'throw' })))).toBe(true);
  });

  it('let inference go through a pipe with `with`', () => {
    const pixels$ = of('1').pipe(
      map((text) => Number(text)),
      cache.with({ errors: 'value' }),
      map((outcome) =>
        outcome.status === 'fulfilled' ? outcome.value.pixels : outcome.reason.key,
      ),
    );
    expect(isExactly<Observable<number>>()(pixels$)).toBe(true);
    // @ts-expect-error -- keys are numbers
    expect(isExactly<Observable<Tile>>()(of('1').pipe(cache.with({})))).toBe(true);
  });

  it('give items or outcomes for an option that may be either', () => {
    const read = (errors: 'throw' | 'value') => of(1).pipe(cache.with({ errors }));
    expect(isExactly<Observable<Tile | Settled<number, Tile>>>()(read('value'))).toBe(true);
    // @ts-expect-error -- no such errors
    expect(() => cache.with({ errors: 'values' })).toThrow(RangeError);
    // @ts-expect-error -- no such option
    expect(() => cache.with({ settled: true })).toThrow(TypeError);
  });

  it('distinguish fulfilled and rejected outcomes', () => {
    const read = (outcome: Settled<number, Tile>): Tile | LoadError<number> =>
      outcome.status === 'fulfilled' ? outcome.value : outcome.reason;
    expect(read({ key: 1, status: 'fulfilled', value: { pixels: 5 } })).toEqual({ pixels: 5 });
  });

  it('type keys and items of all members', () => {
    expect(isExactly<Observable<CacheEvent<number>>>()(cache.events$)).toBe(true);
    expect(isExactly<Observable<Eviction<number, Tile>>>()(cache.evictions$)).toBe(true);
    expect(isExactly<Observable<CacheStats>>()(cache.stats$)).toBe(true);
    expect(isExactly<Observable<Tile>>()(cache.get(1))).toBe(true);
    expect(isExactly<Tile | undefined>()(cache.peek(1))).toBe(true);
    expect(isExactly<Observable<WarmProgress>>()(cache.warm([1]))).toBe(true);
    expect(isExactly<CacheState<number>>()(cache.snapshot())).toBe(true);
  });

  it('refuse keys, items, predictors and options that do not fit', () => {
    const wrong = [
      // @ts-expect-error: a key of this cache is a number
      () => cache.get('1'),
      // @ts-expect-error: an item of this cache is a tile
      () => cache.set(1, 'text'),
      // @ts-expect-error: a stream of strings is no stream of its keys
      () => of('1').pipe(cache),
      // @ts-expect-error: an array could mean one value or many
      () => prefetchCache(() => [1, 2], predictor),
      // @ts-expect-error: this predictor is for numbers
      () => prefetchCache((key: string) => of(key), predictor),
      // @ts-expect-error: there is no such order
      () => prefetchCache(fetchTile, predictor, { order: 'random' }),
      // @ts-expect-error: `size` is only to be read
      () => (cache.size = 5),
    ];
    expect(wrong).toHaveLength(7);
  });
});
