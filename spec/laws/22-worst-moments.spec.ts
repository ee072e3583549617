import { describe, expect, it } from '@jest/globals';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { NEVER, of, startWith, Subject } from 'rxjs';
import { prefetchCache } from '../../operators/prefetchCache.js';
import type { PrefetchCacheOptions } from '../../src/options.js';
import type { EvictionPolicy, Predictor, Provider, View } from '../../src/types.js';
import { eventLog } from '../support/eventLog.js';
import { handProvider } from '../support/handProvider.js';
import { silent } from '../support/naming.js';
import { record } from '../support/record.js';

/** A view in one word: `1=item 1, 2!` where key 2 has failed. */
const words = (view: View<number, string> | undefined): string =>
  [...(view?.values() ?? [])]
    .map((one) => (one.status === 'fulfilled' ? `${one.key}=${one.value}` : `${one.key}!`))
    .join(', ');

/** One subscriber of views. */
function setUp(
  predictor: Predictor<number> = silent,
  options: PrefetchCacheOptions<number, string> = {},
  load?: Provider<number, string>,
) {
  const provider = handProvider();
  const cache = prefetchCache<number, string>(load ?? provider, predictor, options);
  const view$ = new Subject<Iterable<number>>();
  const views = record(view$.pipe(cache.view));
  const last = () => words(views.values.at(-1));
  return { provider, cache, view$, views, last };
}

/** A policy whose first `used` calls back. */
function reacting(react: () => void): EvictionPolicy<number> {
  let isFirst = true;
  return {
    added: () => undefined,
    removed: () => undefined,
    victim: () => undefined,
    used() {
      if (isFirst) {
        isFirst = false;
        react();
      }
    },
  };
}

describe('Law 22: views, at the worst moment. A view', () => {
  it('shows at once what is set, if the view fills the budget', () => {
    const { cache, view$, provider, last } = setUp(silent, { maxKeys: 2 });
    view$.next([1, 2]);
    provider.give(1, 2);
    cache.set(1, 'new');
    expect(last()).toBe('1=new, 2=item 2');
  });

  it('emits no `serve` for an item that is set after the request has failed', () => {
    const { cache, view$, provider } = setUp();
    const log = eventLog(cache, 'serve');
    view$.next([1]);
    provider.fail(1);
    cache.set(1, 'set');
    expect([log, cache.stats().wait.count]).toEqual([[], 0]);
  });

  it('emits nothing for `retry` if no key has failed', () => {
    const { view$, provider, views } = setUp();
    view$.next([1]);
    provider.give(1);
    views.values.at(-1)?.retry();
    expect(views.values.length).toBe(2);
  });

  it('shows that a failed key is loaded again, if that is caused by `invalidate`', () => {
    const { cache, view$, provider, last } = setUp();
    view$.next([1]);
    provider.fail(1);
    cache.invalidate(1);
    expect([provider.open(), last()]).toEqual([[1], '']);
  });

  it('emits the map of a view in its call, if a subscriber of another stream gives the view', () => {
    const { cache, view$, provider, views } = setUp();
    cache.set(2, 'two');
    const seen: string[] = [];
    const log = eventLog(cache, 'hit');
    record(of(1).pipe(cache), () => {
      view$.next([1, 2]);
      seen.push(words(views.values.at(-1)));
    });
    view$.next([1]);
    provider.give(1);
    expect([log, seen]).toEqual([['hit 2'], ['1=item 1, 2=two']]);
  });

  it('releases the load that its own aborted load makes it start', () => {
    const left: number[] = [];
    let loads = 0;
    const provider = handProvider();
    const cache = prefetchCache<number, string>((key, context) => {
      const number = ++loads;
      context.signal.addEventListener('abort', () => {
        left.push(number);
        if (number === 1) cache.invalidate(1);
      });
      return provider.load(key, context);
    }, silent);
    const view$ = new Subject<Iterable<number>>();
    const views = record(view$.pipe(cache.view));
    view$.next([1]);
    cache.set(1, 'set');
    expect([loads, provider.open()]).toEqual([2, [1]]);
    views.stop();
    expect([left, provider.open()]).toEqual([[1, 2], []]);
  });

  it('shows the failure of the load that its own aborted load makes it start', () => {
    let loads = 0;
    const provider = handProvider();
    const cache = prefetchCache<number, string>((key, context) => {
      const number = ++loads;
      context.signal.addEventListener('abort', () => {
        if (number === 1) cache.invalidate(1);
      });
      return provider.load(key, context);
    }, silent);
    const view$ = new Subject<Iterable<number>>();
    const views = record(view$.pipe(cache.view));
    view$.next([1]);
    cache.set(1, 'set');
    provider.fail(1);
    expect(words(views.values.at(-1))).toBe('1!');
    view$.complete();
    expect(views.end).toBe('complete');
  });

  it('plans what lies behind a large view', () => {
    const { cache, view$ } = setUp((current) => [[current + 1, 1]], { maxKeys: 5000 });
    const log = eventLog(cache, 'plan');
    view$.next(Array.from({ length: 1025 }, (_, key) => key));
    expect(log).toEqual(['plan 1025']);
  });

  it('plans all that its keys name, if many of its keys name the same', () => {
    const { cache, view$ } = setUp(
      () => [
        [-1, 1],
        [-2, 0.5],
      ],
      { maxKeys: 5000 },
    );
    const log = eventLog(cache, 'plan');
    view$.next(Array.from({ length: 1025 }, (_, key) => key));
    expect(log).toEqual(['plan -1 -2']);
  });

  it('stays at the latest view, if a policy gives it while an older one is entered', () => {
    const eviction = reacting(() => view$.next([9]));
    const { cache, view$, provider } = setUp(silent, { eviction });
    cache.set(1, 'one');
    view$.next([1, 2]);
    expect([provider.open(), cache.snapshot().readers.map(({ current }) => current)]).toEqual([
      [9],
      [9],
    ]);
  });

  it('has the key objects of the latest view, if `keyOf` gives it', () => {
    interface Key {
      readonly id: number;
      readonly of: string;
    }
    let isNested = false;
    const cache = prefetchCache<Key, string>(({ id }) => of(`item ${id}`), silent, {
      keyOf(key) {
        if (key.of === 'outer' && !isNested) {
          isNested = true;
          view$.next([
            { id: 1, of: 'inner' },
            { id: 2, of: 'inner' },
          ]);
        }
        return key.id;
      },
    });
    const view$ = new Subject<Iterable<Key>>();
    const views = record(view$.pipe(cache.view));
    view$.next([
      { id: 1, of: 'first' },
      { id: 2, of: 'first' },
    ]);
    view$.next([
      { id: 1, of: 'outer' },
      { id: 2, of: 'outer' },
    ]);
    cache.set({ id: 1, of: '' }, 'x');
    expect([...(views.values.at(-1)?.keys() ?? [])].map((k) => k.of)).toEqual(['inner', 'inner']);
  });

  it('loads all of its keys again after `clear`, also those that were not kept', () => {
    const { cache, view$, provider } = setUp(silent, { maxKeys: 2 });
    view$.next([1, 2, 3]);
    provider.give(1, 2, 3);
    cache.clear();
    expect(provider.open().sort()).toEqual([1, 2, 3]);
  });

  it('loads a failed key again after `clear`, as after `invalidate`', () => {
    const { cache, view$, provider } = setUp();
    view$.next([1]);
    provider.fail(1);
    cache.clear();
    expect(provider.open()).toEqual([1]);
  });

  it('shows what is set, also if it is too large to be kept', () => {
    const { cache, view$, provider, last } = setUp(silent, {
      maxBytes: 10,
      sizeOf: ({ length }) => length,
    });
    view$.next([1]);
    provider.give(1);
    cache.set(1, 'much too large');
    expect(last()).toBe('1=much too large');
  });

  it('shows what another reader loads, also if there is no room to keep it', () => {
    const { cache, view$, provider, last } = setUp(silent, { maxKeys: 2 });
    view$.next([1, 2, 3]);
    provider.give(1, 2, 3);
    record(cache.get(3));
    provider.giveValue(3, 'newer');
    expect(last()).toBe('1=item 1, 2=item 2, 3=newer');
  });

  it('counts a prefetched item that it shows as used', () => {
    const { cache, view$, provider, last } = setUp((key) => (key === 7 ? [[1, 1]] : []), {
      prefetchBackoff: 0,
    });
    const log = eventLog(cache, 'evict');
    view$.next([1]);
    provider.fail(1);
    record(cache.get(7));
    provider.give(1);
    expect(last()).toBe('1=item 1');
    cache.clear();
    view$.next([]);
    expect(log).toEqual(['evict 1 invalidated']);
  });

  it('does not evict its own keys for its first one, if that comes in the call', () => {
    const loaded: number[] = [];
    const { cache, view$ } = setUp(silent, { maxKeys: 3 }, (key) => {
      loaded.push(key);
      return of(`item ${key}`);
    });
    for (const key of [2, 3, 9]) cache.set(key, `item ${key}`);
    view$.next([1, 2, 3]);
    expect(loaded).toEqual([1]);
  });

  it('has the item under each of its key objects, if several have one identity', () => {
    const cache = prefetchCache<{ id: number }, string>(({ id }) => of(`item ${id}`), silent, {
      keyOf: ({ id }) => id,
    });
    const [left, right] = [{ id: 1 }, { id: 1 }];
    const { values } = record(of([left, right]).pipe(cache.view));
    expect([values[0]?.has(left), values[0]?.has(right)]).toEqual([true, true]);
  });
});

describe('Law 23: following, at the worst moment. A stream with `follow`', () => {
  it('loads its own key again, if it is invalidated before the reader has moved to it', () => {
    const provider = handProvider();
    const cache = prefetchCache<number, string>(provider, silent, {
      eviction: reacting(() => cache.invalidate(1)),
    });
    cache.set(1, 'one');
    record(NEVER.pipe(startWith(1), cache.with({ follow: true })));
    expect(provider.open()).toEqual([1]);
  });

  it('loads its latest key again, if it was given while another was answered', () => {
    const provider = handProvider();
    const key$ = new Subject<number>();
    const cache = prefetchCache<number, string>(provider, silent, {
      eviction: reacting(() => key$.next(2)),
    });
    cache.set(1, 'one');
    record(key$.pipe(cache.with({ follow: true })));
    key$.next(1);
    provider.give(2);
    cache.invalidate(2);
    expect(provider.open()).toEqual([2]);
  });

  it('emits an item once, if a policy sets it while the key is looked up', () => {
    let time = 0;
    const provider = handProvider();
    const cache = prefetchCache<number, string>(provider, silent, {
      ttl: 1,
      scheduler: { now: () => time },
      eviction: { ...reacting(() => undefined), removed: (key) => cache.set(key, 'again') },
    });
    cache.set(1, 'one');
    time = 2;
    const reader = record(NEVER.pipe(startWith(1), cache.with({ follow: true })));
    expect(reader.values).toEqual(['again']);
  });

  it('requests a key again after `clear`, also if its item was not kept', () => {
    const provider = handProvider();
    const cache = prefetchCache<number, string>(provider, silent, {
      maxBytes: 3,
      sizeOf: ({ length }) => length,
    });
    record(NEVER.pipe(startWith(1), cache.with({ follow: true })));
    provider.give(1);
    cache.clear();
    expect(provider.open()).toEqual([1]);
  });

  it('does not pin an item forever, if a predictor sets it while its key is requested', () => {
    const key$ = new Subject<number>();
    const cache = prefetchCache<number, string>(
      () => NEVER,
      () => {
        if (!cache.has(1)) cache.set(1, 'one');
        return [];
      },
    );
    const log = eventLog(cache, 'evict');
    const reader = record(key$.pipe(cache.with({ follow: true })));
    key$.next(1);
    reader.stop();
    cache.clear();
    expect([reader.values, log]).toEqual([['one'], ['evict 1 invalidated']]);
  });

  it('emits what is set, if the item of the view that shows it fills the budget', () => {
    const { cache, view$, provider } = setUp(silent, { maxKeys: 1 });
    view$.next([1]);
    provider.give(1);
    const followed = record(NEVER.pipe(startWith(1), cache.with({ follow: true })));
    cache.set(1, 'new');
    expect(followed.values).toEqual(['item 1', 'new']);
  });
});

describe('A reader without `follow`', () => {
  it('does not keep its last value after it was evicted', async () => {
    const cache = prefetchCache<number, object>((key) => of({ key }), silent);
    const key$ = new Subject<number>();
    const values: WeakRef<object>[] = [];
    key$.pipe(cache).subscribe((value) => values.push(new WeakRef(value)));
    const play = (): void => {
      key$.next(1);
      cache.clear();
    };
    play();
    for (let i = 0; i < 5; i++) await collect();
    expect(values.map((value) => value.deref())).toEqual([undefined]);
    expect(key$.observed).toBe(true);
  });
});

/** Collects garbage, once the present job has ended. */
async function collect(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}
