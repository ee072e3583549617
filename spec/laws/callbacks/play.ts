import {
  finalize,
  Observable,
  Subject,
  type Observer,
  type Subscriber,
  type Subscription,
} from 'rxjs';
import { foldStats } from '../../../operators/foldStats.js';
import { prefetchCache } from '../../../operators/prefetchCache.js';
import { oldest } from '../../../src/eviction/oldest.js';
import type { PrefetchCacheOptions } from '../../../src/options.js';
import type {
  AccessPredictor,
  CacheStats,
  EvictionPolicy,
  PrefetchCache,
} from '../../../src/types.js';

/** Where the cache calls parts of users. */
export const PLACES = [
  'has',
  'keyOf',
  'sizeOf',
  'added',
  'used',
  'removed',
  'victim',
  'observe',
  'predict',
  'explain',
  'load',
  'subscribe',
  'unsubscribe',
  'finalize',
  'events$',
  'evictions$',
  'stats$',
  'now',
  'next',
  'error',
  'complete',
  'progress',
  'enabled$',
] as const;
export type Place = (typeof PLACES)[number];

/** What a part of a user does when it is called. */
export const DEEDS = [
  'close',
  'get the same key',
  'get another key',
  'set the same key',
  'set another key',
  'invalidate',
  'clear',
  'invalidate where',
  'reload the same key',
  'unsubscribe the reader',
  'unsubscribe the warm',
  'turn off',
  'turn off and on',
  'ask the reader for another key',
  'throw',
] as const;
export type Deed = (typeof DEEDS)[number];

/** A value with what became of it. */
export interface Value {
  readonly key: number;
  /**
   * Whether the cache must evict it: it came from a load, or was set while the cache was open all
   * the time.
   */
  owed: boolean;
  evicted: number;
}

/** A call of the provider that was subscribed to. */
export interface Load {
  readonly key: number;
  sink: Subscriber<Value> | undefined;
  open: boolean;
  /** Whether its key was set, invalidated or cleared meanwhile. */
  detached: boolean;
}

/** A cache, its users, and what they have seen. */
export interface Stage {
  readonly cache: PrefetchCache<number, Value>;
  readonly values: Value[];
  readonly loads: Load[];
  /** Gets that have not ended. */
  readonly waiting: ReadonlySet<symbol>;
  readonly faults: string[];
  readonly key$: Subject<number>;
  readonly folded: () => CacheStats | undefined;
  /** Whether the reader goes on. */
  readonly isReading: () => boolean;
  readonly close: () => void;
}

/** A deed that is done once, at the call of a place that `skip` calls precede. */
export interface Script {
  readonly place: Place;
  readonly deed: Deed;
  readonly skip: number;
  readonly order: 'concat' | 'merge' | 'switch';
}

/** The reader's number: it is the first. */
const READER = 1;

/**
 * Plays one use of a cache, in which one part of a user does one deed.
 * @returns the stage, and whether it was done
 */
export function play({ place, deed, skip, order }: Script): {
  readonly stage: Stage;
  readonly isDone: () => boolean;
} {
  let calls = -1;
  let isDone = false;
  let isArmed = true;
  let isDoing = false;
  let isExempt: (key: number) => boolean = () => false;
  let isOpen = true;
  let time = 0;
  const values: Value[] = [];
  const loads: Load[] = [];
  const waiting = new Set<symbol>();
  const faults: string[] = [];
  const [key$, enabled$] = [new Subject<number>(), new Subject<boolean>()];
  const subscriptions: { reader?: Subscription; warm?: Subscription } = {};
  let isReading = false;

  const visit = (at: Place, key = 1): void => {
    if (at !== place || !isArmed || ++calls !== skip || isDone) return;
    isDone = true;
    act(key);
  };
  const create = (key: number, owed: boolean): Value => {
    const value = { key, owed, evicted: 0 };
    values.push(value);
    return value;
  };
  const detach = (isMeant: (key: number) => boolean): void => {
    // The clock is asked for the start of a load before its provider is.
    if (isDoing && place === 'now') isExempt = isMeant;
    for (const load of loads) if (isMeant(load.key)) load.detached = true;
  };
  const get = (key: number): void => {
    const id = Symbol();
    waiting.add(id);
    const end = (): void => void waiting.delete(id);
    cache.get(key).subscribe({
      error() {
        end();
        visit('error', key);
      },
      complete: end,
    });
  };
  const set = (key: number): void => {
    const value = create(key, false);
    detach((other) => other === key);
    const wasOpen = isOpen;
    cache.set(key, value);
    value.owed = wasOpen && isOpen;
  };
  const deeds: Record<Deed, (key: number) => void> = {
    close() {
      isOpen = false;
      isReading = false;
      cache.close();
    },
    'get the same key': get,
    'get another key': (key) => get(key + 1),
    'set the same key': set,
    'set another key': (key) => set(key + 1),
    invalidate(key) {
      detach((other) => other === key);
      cache.invalidate(key);
    },
    clear() {
      detach(() => true);
      cache.clear();
    },
    'invalidate where'(key) {
      detach((other) => other % 2 === key % 2);
      cache.invalidateWhere((other) => other % 2 === key % 2);
    },
    'reload the same key'(key) {
      detach((other) => other === key);
      cache.reload(key);
    },
    'unsubscribe the reader'() {
      isReading = false;
      subscriptions.reader?.unsubscribe();
    },
    'unsubscribe the warm': () => subscriptions.warm?.unsubscribe(),
    'turn off': () => enabled$.next(false),
    'turn off and on'() {
      enabled$.next(false);
      enabled$.next(true);
    },
    'ask the reader for another key': () => key$.next(6),
    throw() {
      throw new Error(`${place} throws`);
    },
  };
  const act = (key: number): void => {
    isDoing = true;
    try {
      deeds[deed](key);
    } finally {
      isDoing = false;
    }
  };

  const load = (key: number): Observable<Value> => {
    const one: Load = { key, sink: undefined, open: false, detached: false };
    loads.push(one);
    visit('load', key);
    return new Observable<Value>((sink) => {
      one.sink = sink;
      if (
        !one.detached &&
        !isExempt(key) &&
        loads.some((other) => other.open && !other.detached && other.key === key)
      )
        faults.push(`two loads of key ${key}`);
      one.open = !sink.closed;
      sink.add(() => (one.open = false));
      visit('subscribe', key);
      if (key % 2 === 0) give(one);
      return () => visit('unsubscribe', key);
    }).pipe(finalize(() => visit('finalize', key)));
  };
  const give = (one: Load): void => {
    const { key, sink, open } = one;
    // It has ended before anybody hears of it.
    one.open = false;
    if (!open || !sink) return;
    if (key === 8) sink.error(new Error('no 8'));
    else sink.next(create(key, true));
  };
  const finishLoads = (): void => {
    for (let rounds = 0; rounds < 50; rounds++) {
      const open = loads.filter((one) => one.open);
      if (open.length === 0) return;
      open.forEach(give);
    }
    faults.push('loads without end');
  };

  const inner = oldest<number>();
  const eviction: EvictionPolicy<number> = {
    added(key, entry) {
      inner.added(key, entry);
      visit('added', key);
    },
    used(key) {
      inner.used(key);
      visit('used', key);
    },
    removed(key) {
      inner.removed(key);
      visit('removed', key);
    },
    victim(isShielded) {
      visit('victim');
      return inner.victim(isShielded);
    },
  };
  const predictor: AccessPredictor<number> = {
    observe({ key, reader }) {
      if (reader === READER && !isReading) faults.push('the reader has ended and is moved');
      visit('observe', key);
    },
    predict(key, _history, add) {
      visit('predict', key);
      for (let step = 1; step <= 4; step++) add((key + step) % 10, 1 / step);
    },
    explain(key) {
      visit('explain', key);
      return { likelihood: 1, expert: undefined, threshold: 0, verdict: 'planned' };
    },
  };
  const options: PrefetchCacheOptions<number, Value> = {
    order,
    eviction,
    concurrency: 2,
    onRequest: skip % 2 === 1 ? 'abort' : 'continue',
    maxKeys: 4,
    maxBytes: 5,
    ttl: 20,
    staleWhileRevalidate: order === 'merge' ? 15 : 0,
    staleIfError: order === 'switch' ? 15 : 0,
    prefetchBackoff: 3,
    enabled$,
    keyOf: (key) => {
      visit('keyOf', key);
      return key;
    },
    sizeOf: ({ key }) => {
      visit('sizeOf', key);
      return key % 3;
    },
    scheduler: {
      now: () => {
        visit('now');
        return time;
      },
    },
  };
  const has = (key: number): boolean => {
    visit('has', key);
    return true;
  };
  const cache: PrefetchCache<number, Value> = prefetchCache<number, Value>(
    { load, has },
    predictor,
    options,
  );

  let folded: CacheStats | undefined;
  cache.evictions$.subscribe(({ value }) => value.evicted++);
  cache.events$.pipe(foldStats()).subscribe((stats) => (folded = stats));
  const listen = (): void => {
    for (const side of ['events$', 'evictions$', 'stats$'] as const)
      (cache[side] as Observable<unknown>).subscribe(() => visit(side));
    enabled$.subscribe(() => visit('enabled$'));
  };
  const observerOf = (next: 'next' | 'progress'): Observer<unknown> => ({
    next: () => visit(next),
    error: () => visit('error'),
    complete: () => visit('complete'),
  });
  const attempt = (step: () => void): void => {
    try {
      step();
    } catch (error) {
      if (deed !== 'throw') faults.push(`threw ${String(error)}`);
    }
  };
  const read = (): void => {
    const reader = observerOf('next');
    isReading = true;
    const end = (): void => void (isReading = false);
    subscriptions.reader = key$.pipe(cache).subscribe({
      ...reader,
      error(error: unknown) {
        end();
        reader.error(error);
      },
      complete() {
        end();
        reader.complete();
      },
    });
  };
  const steps: readonly (() => void)[] = [
    read,
    listen,
    () => (subscriptions.warm = cache.warm([7, 2, 9]).subscribe(observerOf('progress'))),
    () => key$.next(1),
    () => key$.next(1),
    () => key$.next(4),
    finishLoads,
    () => (time = 5),
    () => get(3),
    () => key$.next(2),
    () => set(5),
    finishLoads,
    () => (time = 30),
    () => key$.next(1),
    () => enabled$.next(false),
    () => enabled$.next(true),
    () => key$.next(3),
    () => deeds.invalidate(4),
    () => deeds['reload the same key'](1),
    () => get(8),
    () => set(6),
    () => key$.next(5),
    finishLoads,
    () => key$.complete(),
    finishLoads,
  ];
  steps.forEach(attempt);
  isArmed = false;
  const close = (): void => {
    isArmed = true;
    attempt(() => deeds.close(0));
    isArmed = false;
  };
  return {
    stage: {
      cache,
      values,
      loads,
      waiting,
      faults,
      key$,
      folded: () => folded,
      isReading: () => isReading,
      close,
    },
    isDone: () => isDone,
  };
}
