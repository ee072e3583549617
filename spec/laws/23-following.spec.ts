import { describe, expect, it } from '@jest/globals';
import { NEVER, of, startWith, Subject } from 'rxjs';
import { prefetchCache } from '../../operators/prefetchCache.js';
import type { ReadOptions, Settled } from '../../src/types.js';
import { eventLog } from '../support/eventLog.js';
import { handProvider } from '../support/handProvider.js';
import { silent } from '../support/naming.js';
import { record } from '../support/record.js';
import { virtually } from '../support/virtually.js';

/** One subscriber that follows its latest key. */
function setUp(options: ReadOptions<undefined> = {}, maxKeys = 10) {
  const provider = handProvider();
  const cache = prefetchCache<number, string>(provider, silent, { maxKeys });
  const key$ = new Subject<number>();
  const reader = record(key$.pipe(cache.with({ ...options, follow: true })));
  return { provider, cache, key$, reader };
}

describe('Law 23: following. A stream with `follow`', () => {
  it('emits the item of the latest key, and then its later values', () => {
    virtually(({ cold, keys, source, scheduler, expectObservable }) => {
      const cache = prefetchCache(source({ 1: '--a|', 2: '--b|' }).load, silent, { scheduler });
      cold('---x--------y-z|', { x: [1, 'x'], y: [2, 'y'], z: [1, 'z'] } as const).subscribe(
        ([key, value]) => cache.set(key, value),
      );
      expectObservable(keys('1------2-').pipe(cache.with({ follow: true }))).toBe(
        '--ax-----b--y---',
      );
    });
  });

  it('does not emit later values without the option', () => {
    const cache = prefetchCache((key: number) => of(`item ${key}`), silent);
    const { values } = record(NEVER.pipe(startWith(1), cache.with({})));
    cache.set(1, 'later');
    expect(values).toEqual(['item 1']);
  });

  it('emits what another reader loads anew', () => {
    const { cache, provider, key$, reader } = setUp({}, 2);
    key$.next(1);
    provider.give(1);
    cache.invalidate(1);
    provider.giveValue(1, 'again');
    expect(reader.values).toEqual(['item 1', 'again']);
  });

  it.each(['concat', 'merge', 'switch'] as const)(
    'loads an invalidated key anew, once for all followers, with %s',
    (order) => {
      const { cache, provider, key$, reader } = setUp({ order });
      const other = record(key$.pipe(cache.with({ order, follow: true })));
      key$.next(1);
      provider.give(1);
      const log = eventLog(cache, 'hit', 'join', 'miss', 'serve');
      cache.clear();
      cache.invalidate(2);
      expect(provider.open()).toEqual([1]);
      provider.giveValue(1, 'again');
      expect(log).toEqual(['miss 1', 'join 1', 'serve 1', 'serve 1']);
      expect([reader.values, other.values]).toEqual([
        ['item 1', 'again'],
        ['item 1', 'again'],
      ]);
    },
  );

  it('gets the newer item at once, if one is set while it waits', () => {
    const { cache, provider, key$, reader } = setUp();
    key$.next(1);
    cache.set(1, 'new');
    expect([reader.values, provider.log]).toEqual([['new'], ['demand 1', 'left 1', 'abort 1']]);
    cache.set(1, 'newer');
    expect(reader.values).toEqual(['new', 'newer']);
    expect(cache.stats()).toMatchObject({ requests: 1, misses: 1, wait: { count: 1 } });
  });

  it('shows what `peek` has, whenever no event is being delivered', () => {
    const { cache, provider, key$, reader } = setUp({ order: 'switch' });
    const check = (key: number): void => {
      const held = cache.peek(key);
      if (held !== undefined) expect(reader.values.at(-1)).toBe(held);
    };
    for (const key of [1, 2, 1]) {
      key$.next(key);
      check(key);
      if (provider.open().length > 0) provider.give(key);
      check(key);
      cache.set(key, `set ${key}`);
      check(key);
      cache.set(3 - key, 'other');
      check(key);
      cache.invalidate(key);
      cache.set(key, 'once more');
      check(key);
    }
    expect(reader.values).toEqual([
      ...['item 1', 'set 1', 'once more', 'other', 'set 2', 'once more'],
      ...['other', 'set 1', 'once more'],
    ]);
  });

  it('delivers later values as values after a failure', () => {
    const { cache, provider, key$ } = setUp();
    const outcomes = record<Settled<number, string>>(
      key$.pipe(cache.with({ errors: 'value', follow: true })),
    );
    key$.next(1);
    provider.fail(1);
    cache.set(1, 'set');
    expect(outcomes.values.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  });

  it('stops following when it is unsubscribed, completed or closed, or has another key', () => {
    const { cache, provider, key$, reader } = setUp();
    key$.next(1);
    provider.give(1);
    key$.next(2);
    cache.set(1, 'not the latest');
    cache.invalidate(1);
    expect(provider.open()).toEqual([2]);
    key$.complete();
    cache.set(2, 'set');
    provider.give(2);
    expect([reader.values, reader.end]).toEqual([['item 1', 'item 2'], 'complete']);
    const stopped = record(NEVER.pipe(startWith(5), cache.with({ follow: true })));
    stopped.stop();
    cache.set(5, 'five');
    expect(stopped.values).toEqual([]);
  });

  it('refuses a `follow` that is neither true nor false', () => {
    const { cache } = setUp();
    expect(() => cache.with({ follow: 'yes' as unknown as boolean })).toThrow(
      'Expected `follow` to be true or false, got `"yes"` (string)',
    );
  });
});
