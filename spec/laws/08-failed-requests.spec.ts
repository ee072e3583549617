import { describe, expect, it } from '@jest/globals';
import { NEVER, of, Subject, throwError } from 'rxjs';
import { prefetchCache } from '../../operators/prefetchCache.js';
import { LoadError } from '../../src/errors.js';
import type { Provider } from '../../src/types.js';
import { eventLog } from '../support/eventLog.js';
import { handProvider } from '../support/handProvider.js';
import { naming, silent } from '../support/naming.js';
import { record } from '../support/record.js';
import { virtually } from '../support/virtually.js';

const failure = new Error('disk on fire');

describe('Law 8: a failed request. The cache', () => {
  it('errors a get with a LoadError that has the key and the cause', () => {
    const { end, error } = record(prefetchCache(() => throwError(() => failure), silent).get(7));
    expect(end).toBe('error');
    expect(error).toBeInstanceOf(LoadError);
    expect(error).toMatchObject({
      name: 'LoadError',
      key: 7,
      cause: failure,
      message: 'The load of 7 failed: disk on fire',
    });
  });

  it('errors a stream when its load fails', () => {
    virtually(({ keys, source, expectObservable, scheduler }) => {
      const key$ = keys('          1--2-----|');
      const loads = source({ 1: '  -a|', 2: '--#     ' });
      const items = '              -a---#    ';

      const error = new LoadError(2, 'error');
      expectObservable(key$.pipe(prefetchCache(loads.load, silent, { scheduler }))).toBe(
        items,
        undefined,
        error,
      );
    });
  });

  it.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw failure;
      },
    ],
    ['returns an observable that errors', () => throwError(() => failure)],
    [
      'returns an iterable that throws',
      async function* () {
        await Promise.resolve();
        yield* [];
        throw failure;
      },
    ],
    ['returns a promise that rejects', () => Promise.reject(failure)],
  ])('takes it for a failure of the load when a provider %s', async (_name, load) => {
    const reader = record(prefetchCache(load as Provider<number, string>, silent).get(7));
    await new Promise((resolve) => setImmediate(resolve));
    expect(reader.error).toMatchObject({ key: 7, cause: failure });
  });

  it.each([
    ['an array', [1], 'an array of 1` (object)'],
    ['a string', 'text', '"text"` (string)'],
    ['a Set', new Set(), '{}` (object)'],
    ['nothing', undefined, 'undefined` (undefined)'],
  ])(
    'fails with a TypeError that says what to write, if a load returns %s',
    (_name, result, got) => {
      const reader = record(
        prefetchCache((() => result) as unknown as Provider<number, unknown>, silent).get(1),
      );
      const { cause } = reader.error as LoadError;
      expect(cause).toBeInstanceOf(TypeError);
      expect((cause as Error).message).toBe(
        `Expected \`load\` to be a function that returns an Observable, a promise, an async iterable or a readable stream, as \`of(value)\`, got \`${got}`,
      );
    },
  );

  it('does not cache the failure: the next request loads again', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, silent);
    record(of(1).pipe(cache.with({ errors: 'value' })));
    provider.fail(1);
    const again = record(cache.get(1));
    expect(provider.log).toEqual(['demand 1', 'demand 1']);
    provider.give(1);
    expect(again.values).toEqual(['item 1']);
  });

  it('errors all who waited for the load, and leaves all else as it was', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, naming(8));
    cache.set(5, 'five');
    const other$ = new Subject<number>();
    const other = record(other$.pipe(cache));
    other$.next(3);
    const readers = [record(cache.get(1)), record(of(1).pipe(cache))];
    const settled = record(of(1).pipe(cache.with({ errors: 'value' })));
    provider.fail(1, failure);
    expect(readers.map(({ error }) => error)).toEqual([
      new LoadError(1, failure),
      new LoadError(1, failure),
    ]);
    expect(settled.values).toEqual([
      { key: 1, status: 'rejected', reason: new LoadError(1, failure) },
    ]);
    expect([cache.peek(5), cache.size, provider.open()]).toEqual(['five', 1, [3, 8]]);
    provider.give(3);
    expect(other.values).toEqual(['item 3']);
  });

  it('goes on after a failure in a settled stream, with each outcome in its place', () => {
    virtually(({ keys, source, expectObservable, scheduler }) => {
      const key$ = keys('          1-2-1----|');
      const loads = source({ 1: '  ---#     ', 2: '---b|' });
      const outcomes = '           ---e-b-e-|';

      const error = { key: 1, status: 'rejected', reason: new LoadError(1, 'error') } as const;
      const settled = prefetchCache(loads.load, silent, { scheduler }).with({ errors: 'value' });
      expectObservable(key$.pipe(settled)).toBe(outcomes, {
        e: error,
        b: { key: 2, status: 'fulfilled', value: 'b' },
      });
      loads.expectLoads(1, '           ^--!     ', '----^--!');
    });
  });

  it('fulfils a hit of a settled stream in the same call', () => {
    const cache = prefetchCache<number, string>(() => NEVER, silent);
    cache.set(1, 'one');
    expect(record(of(1).pipe(cache.with({ errors: 'value' }))).values).toEqual([
      { key: 1, status: 'fulfilled', value: 'one' },
    ]);
  });

  it('emits the failure, before the subscriber has it', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, silent);
    const log = eventLog(cache);
    record(of(1).pipe(cache.with({ errors: 'value' })), ({ status }) => log.push(status));
    provider.fail(1);
    expect(log).toEqual([
      'miss 1',
      'load-start 1',
      'plan',
      'plan ended',
      'load-error 1',
      'rejected',
    ]);
  });

  it('keeps a LoadError of the provider as the cause of its own', () => {
    const inner = new LoadError('page', failure);
    expect(record(prefetchCache(() => throwError(() => inner), silent).get(1)).error).toMatchObject(
      { key: 1, cause: inner },
    );
  });

  it('fails a load whose size is unknown', () => {
    const cache = prefetchCache((key: number) => of(key), silent, {
      maxBytes: 10,
      sizeOf: () => -1,
    });
    const { error } = record(cache.get(1));
    expect((error as LoadError).cause).toBeInstanceOf(RangeError);
    expect((error as LoadError).message).toMatch(/sizeOf.*-1/);
    expect(cache.size).toBe(0);
  });

  it('lets the subscriber ask again from inside its error', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, silent);
    const second: string[] = [];
    cache.get(1).subscribe({ error: () => record(cache.get(1), (item) => second.push(item)) });
    provider.fail(1);
    provider.give(1);
    expect(second).toEqual(['item 1']);
  });
});
