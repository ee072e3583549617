import { describe, expect, it } from '@jest/globals';
import { of, Subject } from 'rxjs';
import { prefetchCache } from '../../operators/prefetchCache.js';
import type { PrefetchCacheOptions } from '../../src/options.js';
import type { PrefetchCache } from '../../src/types.js';
import { eventLog } from '../support/eventLog.js';
import { handProvider } from '../support/handProvider.js';
import { naming, silent } from '../support/naming.js';
import { record } from '../support/record.js';

const bytesOf = (value: string): number => value.length;

/** A cache that loads each key as its own text, in the same call, and predicts nothing. */
function textCache(options: PrefetchCacheOptions<string, string>): PrefetchCache<string, string> {
  return prefetchCache((key: string) => of(key), silent, options);
}
const residentsOf = <K>(cache: PrefetchCache<K, unknown>): K[] =>
  cache.snapshot().residents.flatMap((page) => page.map(({ key }) => key));

describe('Law 6: budget. The cache', () => {
  it('keeps at most `maxKeys` items, and never more when an event is emitted', () => {
    const cache = textCache({ maxKeys: 3 });
    const sizes: number[] = [];
    record(cache.events$, () => sizes.push(cache.size));
    for (const key of 'abcdefgh') record(cache.get(key));
    expect(Math.max(...sizes)).toBe(3);
    expect(residentsOf(cache)).toEqual(['f', 'g', 'h']);
  });

  it('keeps at most `maxBytes`, and evicts as many items as a new item needs', () => {
    const cache = textCache({ maxBytes: 6, sizeOf: bytesOf });
    const log = eventLog(cache, 'store', 'evict');
    for (const key of ['aa', 'bb', 'cc', 'dddd']) record(cache.get(key));
    expect(log).toEqual([
      'store aa demand',
      'store bb demand',
      'store cc demand',
      'evict aa capacity',
      'evict bb capacity',
      'store dddd demand',
    ]);
    expect(cache.stats().bytes).toBe(6);
  });

  it('never keeps more than `maxBytes` when an event is emitted', () => {
    const cache = textCache({ maxBytes: 10, sizeOf: bytesOf });
    const bytes: number[] = [];
    const look = (): number => cache.snapshot().residents.flat().reduce((sum, resident) => sum + resident.bytes, 0); // prettier-ignore
    record(cache.events$, () => bytes.push(look()));
    for (const key of ['aaaaaa', 'bbbb', 'c', 'dddddddddd', 'ee', 'fffffffff'])
      record(cache.get(key));
    expect(Math.max(...bytes)).toBe(10);
  });

  it('holds both limits, if both are given', () => {
    const cache = textCache({ maxKeys: 2, maxBytes: 6, sizeOf: bytesOf });
    for (const key of ['a', 'b', 'c']) record(cache.get(key));
    expect(residentsOf(cache)).toEqual(['b', 'c']);
    record(cache.get('dddddd'));
    expect(residentsOf(cache)).toEqual(['dddddd']);
  });

  it('gives no place to loads: with one place, any number of them ends well', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, silent, { maxKeys: 1 });
    const seen = record(of(1, 2, 3).pipe(cache));
    expect([provider.open(), cache.size]).toEqual([[1, 2, 3], 0]);
    provider.give(3, 2, 1);
    expect(seen.values).toEqual(['item 1', 'item 2', 'item 3']);
  });

  it('never evicts the current key of a reader for room, but delivers the newcomer and does not keep it', () => {
    const cache = textCache({ maxKeys: 2 });
    const log = eventLog(cache, 'store', 'evict');
    const [first$, second$] = [new Subject<string>(), new Subject<string>()];
    record(first$.pipe(cache));
    record(second$.pipe(cache));
    first$.next('a');
    second$.next('b');
    expect(record(cache.get('c')).values).toEqual(['c']);
    expect(log).toEqual(['store a demand', 'store b demand', 'evict c rejected']);
    first$.next('d');
    expect(residentsOf(cache)).toEqual(['b', 'd']);
  });

  it('evicts what was the current key of a reader that has left', () => {
    const cache = textCache({ maxKeys: 1 });
    record(of('a').pipe(cache));
    record(cache.get('b'));
    expect(residentsOf(cache)).toEqual(['b']);
  });

  it('never evicts an item for room that was not yet handed to its request', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, silent, { maxKeys: 1 });
    const log = eventLog(cache, 'store', 'evict', 'serve');
    const seen = record(of(1, 2, 3).pipe(cache));
    provider.give(2, 3);
    expect([cache.has(2), cache.has(3)]).toEqual([true, false]);
    provider.give(1);
    expect(seen.values).toEqual(['item 1', 'item 2', 'item 3']);
    expect(log).toEqual([
      'store 2 demand',
      'serve 1',
      'evict 1 rejected',
      'serve 2',
      'serve 3',
      'evict 3 rejected',
    ]);
  });

  it('delivers an item that is larger than the budget and does not keep it; nothing is evicted for it', () => {
    const cache = textCache({ maxBytes: 3, sizeOf: bytesOf });
    const log = eventLog(cache, 'store', 'evict', 'serve');
    record(cache.get('a'));
    expect(record(cache.get('bbbb')).values).toEqual(['bbbb']);
    expect(log).toEqual(['store a demand', 'serve a', 'serve bbbb', 'evict bbbb rejected']);
    expect(residentsOf(cache)).toEqual(['a']);
  });

  it('evicts nothing for a newcomer for which not enough may go', () => {
    const cache = textCache({ maxBytes: 4, sizeOf: bytesOf });
    cache.set('bbb', 'bbb');
    const key$ = new Subject<string>();
    record(key$.pipe(cache));
    key$.next('a');
    const log = eventLog(cache);
    cache.set('cccc', 'cccc');
    expect(log).toEqual(['evict cccc rejected']);
    expect(residentsOf(cache)).toEqual(['bbb', 'a']);
    cache.set('ccc', 'ccc');
    expect(residentsOf(cache)).toEqual(['a', 'ccc']);
  });

  it('evicts the least likely first, and of those the one that the policy names', () => {
    const cache = prefetchCache((key: number) => of(String(key)), naming(5, 4, 3, 2), {
      maxKeys: 5,
      concurrency: 0,
    });
    const log = eventLog(cache, 'evict');
    for (const key of [7, 2, 3, 4, 8]) record(cache.get(key));
    for (const key of [9, 10, 11, 12]) record(cache.get(key));
    expect(log).toEqual([
      'evict 7 capacity',
      'evict 8 capacity',
      'evict 9 capacity',
      'evict 10 capacity',
    ]);
    cache.set(13, 'x');
    cache.set(14, 'y');
    expect(residentsOf(cache)).toEqual([2, 3, 4, 12, 14]);
  });

  it('lets what is named go in the order of its likelihood when nothing else may go', () => {
    const cache = prefetchCache((key: number) => of(String(key)), naming(5, 4, 3, 2), {
      maxKeys: 3,
      concurrency: 0,
    });
    const log = eventLog(cache, 'evict');
    for (const key of [4, 3, 2, 5]) record(cache.get(key));
    record(cache.get(1));
    expect(log).toEqual(['evict 2 capacity', 'evict 3 capacity']);
  });

  it('keeps without limit of keys when only bytes are limited', () => {
    const cache = textCache({ maxBytes: 1e9, sizeOf: bytesOf });
    for (let key = 0; key < 150; key++) record(cache.get(String(key)));
    expect(cache.size).toBe(150);
  });

  it('keeps 100 items by default', () => {
    const cache = textCache({});
    for (let key = 0; key < 150; key++) record(cache.get(String(key)));
    expect(cache.size).toBe(100);
  });

  it('keeps items of no bytes with a budget of 0', () => {
    const cache = textCache({ maxBytes: 0, sizeOf: bytesOf });
    record(cache.get(''));
    record(cache.get('a'));
    expect(residentsOf(cache)).toEqual(['']);
  });

  it('counts sizes that are fractions without drift', () => {
    const cache = prefetchCache((key: string) => of(key), silent, { maxBytes: 1, sizeOf: Number });
    const sizes = Array.from({ length: 4000 }, (_, i) => `${0.01 + ((i * 37) % 100) / 300}`);
    record(of(...sizes).pipe(cache));
    const held = cache.snapshot().residents.flat().reduce((sum, { bytes }) => sum + bytes, 0); // prettier-ignore
    expect(cache.stats().bytes).toBeCloseTo(held, 15);
    cache.clear();
    expect(cache.stats().bytes).toBe(0);
  });

  it('keeps an item of just `maxBytes` where fractions were kept before', () => {
    const cache = prefetchCache((key: number) => of(key), silent, {
      maxBytes: 1,
      sizeOf: (size: number) => size,
    });
    for (const size of [0.1, 0.3, 0.35, 0.15]) cache.set(size, size);
    cache.set(1, 1);
    expect([cache.has(1), cache.stats().bytes]).toEqual([true, 1]);
  });
});
