import { describe, expect, it } from '@jest/globals';
import { concat, EMPTY, NEVER, Observable, of } from 'rxjs';
import { prefetchCache } from '../../operators/prefetchCache.js';
import { EmptyLoadError, LoadError } from '../../src/errors.js';
import type { LoadResult } from '../../src/types.js';
import { silent } from '../support/naming.js';
import { record } from '../support/record.js';
import { virtually } from '../support/virtually.js';

const macrotask = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function* said(...values: string[]): AsyncGenerator<string> {
  await Promise.resolve();
  yield* values;
}

const streamOf = (...values: string[]): ReadableStream<string> =>
  new ReadableStream({
    start(controller) {
      for (const value of values) controller.enqueue(value);
      controller.close();
    },
  });

describe('Law 11: what a load gives. The cache', () => {
  it.each<[string, () => LoadResult<string>]>([
    ['an observable', () => EMPTY],
    ['an async iterable', () => said()],
    ['a readable stream', () => streamOf()],
  ])('fails with an EmptyLoadError when %s completes without a value', async (_name, load) => {
    const reader = record(prefetchCache(load, silent).get(7));
    await macrotask();
    expect(reader.error).toBeInstanceOf(EmptyLoadError);
    expect(reader.error).toBeInstanceOf(LoadError);
    expect(reader.error).toMatchObject({
      name: 'EmptyLoadError',
      key: 7,
      message: expect.stringContaining('The load of 7 completed without a value'),
    });
  });

  it.each<[string, () => LoadResult<string>]>([
    ['an observable', () => of('one')],
    ['an observable of several', () => of('one', 'two')],
    ['an observable that goes on for ever', () => concat(of('one'), NEVER)],
    ['a promise', () => Promise.resolve('one')],
    ['a thenable', () => ({ then: (done) => Promise.resolve('one').then(done) })],
    ['an async iterable', () => said('one', 'two')],
    ['a readable stream', () => streamOf('one', 'two')],
  ])('hands over the first value of %s', async (_name, load) => {
    const cache = prefetchCache(load, silent);
    const reader = record(cache.get(7));
    await macrotask();
    expect([reader.values, reader.end, cache.peek(7)]).toEqual([['one'], 'complete', 'one']);
  });

  it('unsubscribes a load at its first value', () => {
    virtually(({ keys, source, expectObservable, scheduler }) => {
      const key$ = keys('          1---------|');
      const loads = source({ 1: '  --a-b--c   ' });
      const subscribed1 = '        ^-!        ';
      const items = '              --a-------|';

      expectObservable(key$.pipe(prefetchCache(loads.load, silent, { scheduler }))).toBe(items);
      loads.expectLoads(1, subscribed1);
    });
  });

  it('passes a value that comes with an error behind it', () => {
    const source = (): Observable<string> =>
      new Observable((subscriber) => {
        subscriber.next('one');
        subscriber.error(new Error('too late'));
      });
    expect(record(prefetchCache(source, silent).get(1)).values).toEqual(['one']);
  });

  it.each([undefined, null, NaN, 0, '', false])('keeps %p as a value', (value) => {
    let loads = 0;
    const cache = prefetchCache(() => {
      loads++;
      return of(value);
    }, silent);
    expect(record(cache.get(1)).values).toEqual([value]);
    expect(record(cache.get(1)).values).toEqual([value]);
    expect([loads, cache.has(1), cache.peek(1), cache.size]).toEqual([1, true, value, 1]);
  });

  it('emits the eviction of a value that is undefined', () => {
    const cache = prefetchCache(() => of(undefined), silent);
    const gone = record(cache.evictions$);
    record(cache.get(1));
    cache.clear();
    expect(gone.values).toEqual([{ key: 1, value: undefined, reason: 'invalidated' }]);
  });

  it('calls the methods of a provider on it', () => {
    class Tiles {
      readonly tiles = new Map([[1, 'one']]);
      load(key: number): Observable<string> {
        return of(this.tiles.get(key) ?? 'none');
      }
      has(key: number): boolean {
        return this.tiles.has(key);
      }
    }
    const cache = prefetchCache(new Tiles(), () => [[1, 1], [2, 1]]); // prettier-ignore
    expect(record(cache.get(3)).values).toEqual(['none']);
    expect([cache.has(1), cache.has(2)]).toEqual([true, false]);
  });
});
