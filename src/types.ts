import type { Observable, OperatorFunction } from 'rxjs';
import type { LoadError } from './errors.js';
import type { CacheEvent, EvictionReason, Explanation, UntimedEvent } from './events.js';

import type { LoadContext } from './provider.js';

export type * from './provider.js';

/** Names the keys that may be requested next, each with a likelihood: higher is likelier. */
export type Predictor<K> = PredictFunction<K> | AccessPredictor<K>;

/**
 * The short form of a predictor: the keys that may be requested next, with their likelihoods.
 *
 * @param current - the key requested last
 * @param history - the keys requested, oldest first; the last is `current`
 */
export type PredictFunction<K> = (
  current: K,
  history: readonly K[],
) => Iterable<readonly [K, number]>;

/** The form of the built-in predictors: it calls `add` for each key, and allocates nothing. */
export interface AccessPredictor<K> {
  /**
   * Names the keys that may be requested next. After a view with several new keys, a predictor with
   * `observe` has observed them all, and is called once, for the last of them. A predictor without
   * `observe` is called for each of them, and its predictions are united.
   *
   * @param current - the key requested last
   * @param history - the reader's own array, valid during the call: the keys requested, oldest
   *   first; the last is `current`
   * @param add - names one key with its likelihood, a finite number of 0 or more; of several for
   *   one key the largest counts
   */
  predict(current: K, history: readonly K[], add: (key: K, likelihood: number) => void): void;
  /**
   * Called before `predict`, once for each request that moves a reader; for a view, once for each
   * key that enters, in the order of the view. All readers of the cache share what is learned; the
   * position belongs to one reader.
   */
  observe?(access: Access<K>): void;
  /**
   * Called when a reader has ended: its position may be forgotten.
   *
   * @param reader - number of the reader, as in `Access`
   */
  ended?(reader: number): void;
  /** Control of this predictor. @defaultValue none: every key that it names is worth a load */
  readonly control?: Control<K>;
  /** Why a key is planned, kept or skipped, as of the last prediction. */
  explain?(key: K): Explanation;
}

/** Decides which of the likely keys are worth a load. One instance serves one cache. */
export interface Control<K> {
  /** Likelihood below which the eviction policy alone orders residents: a number of 0 or more. */
  readonly shield: number;
  /** Milliseconds for which a key must stay current before its predictions are prefetched. */
  readonly dwell: number;
  /** Called when a reader moves, with the slots in use and the slots that there are. */
  moved(at: number, taken: number, slots: number, maxKeys: number): void;
  /** Whether a key of this likelihood may be prefetched now, with `taken` slots in use. */
  admits(likelihood: number, taken: number): boolean;
  /** Whether a prefetch that has run for `age` milliseconds is to continue. */
  keeps(likelihood: number, age: number): boolean;
  /**
   * Called with each event. Hits come only while a side stream has a subscriber, except the
   * first use of a prefetched item, which always comes.
   */
  saw(event: UntimedEvent<K>): void;
  /** The eviction policy of a cache without the option `eviction`. */
  eviction(): EvictionPolicy<K>;
  /**
   * Wraps the predictor of a cache that has this control as an option: the likelihoods may have any
   * scale, and are measured.
   */
  measure<P>(predictor: Predictor<P>): AccessPredictor<P>;
}

/** The identity of keys that are objects as a string, and the way back. */
export interface KeyIdentity<K> {
  /** The identity of a key, as `keyOf` of the cache gives it. It has steps by its numbers. */
  readonly write: (key: K) => string;
  /**
   * The key of an identity, also of one that was never requested, to which a step leads; undefined
   * if there is no such key, which is then not predicted.
   */
  readonly read: (id: string) => K | undefined;
}

/** One request that moved a reader. */
export interface Access<K> {
  readonly key: K;
  /** Time of the clock, in milliseconds. */
  readonly at: number;
  /** Number of the reader. */
  readonly reader: number;
  /**
   * Number of the view of this reader in which the key entered, from 1; undefined for a reader of
   * single keys. The keys of one view are requested together: their order is that of importance, not
   * of time.
   */
  readonly view?: number | undefined;
  readonly outcome: 'hit' | 'join' | 'miss';
  /** Whether a request for this key would be a hit now, or the key is in the view of the reader. */
  isResident(key: K): boolean;
}

/** Metadata of an item that was stored. */
export interface EntryInfo {
  /** Size in bytes from `sizeOf`; 0 without `sizeOf`. */
  readonly bytes: number;
  /** Whether the item was prefetched and not requested yet. */
  readonly unrequested: boolean;
  /** Time of the clock, in milliseconds. */
  readonly at: number;
}

/**
 * Chooses which of the least likely items to evict.
 *
 * It sees keys and metadata, never values. One instance serves one cache.
 */
export interface EvictionPolicy<K> {
  /** Called when an item was stored. */
  added(key: K, entry: EntryInfo): void;
  /** Called when a resident item was requested. */
  used(key: K): void;
  /** Called when an item left, for any reason. */
  removed(key: K): void;
  /**
   * The key to evict first, among those that are not shielded; undefined if all are.
   *
   * Called only when an item must leave. If several must, it is called several times before
   * `removed`, and the keys that it returned are shielded.
   */
  victim(isShielded: (key: K) => boolean): K | undefined;
  /** Whether the policy needs `bytes`; a cache then requires `sizeOf`. @defaultValue false */
  readonly needsSizes?: boolean;
}

/** A cache as an operator: keys go in, items come out, and likely keys are prefetched. */
export interface PrefetchCache<K, V> extends OperatorFunction<K, V> {
  /**
   * The same operator with options of its own, for some readers of the cache.
   *
   * `cache.with({ errors: 'value' })` emits a failed load as a value; `cache.with({ order:
   * 'switch', errors: 'value' })` suits a component that shows one item.
   *
   * @throws RangeError | TypeError for wrong options
   */
  with<E extends Errors | undefined = 'throw'>(
    options: ReadOptions<E>,
  ): OperatorFunction<K, E extends 'value' ? Settled<K, V> : V>;
  /**
   * A reader of several keys at once: views go in, and maps of their outcomes come out.
   *
   *     view$      [1,2]----[2,3]-------
   *     item 1     --a
   *     item 2     -----b
   *     item 3              ----c
   *     cache.view {}-{a}{a,b}-{b}--{b,c}
   *
   * Each view lists the keys that are visible now, the most important one first. A map is emitted at
   * once for each view, and again after each transaction that changed an outcome. The items of a map
   * are not evicted until the next map, or the end of the stream.
   *
   * A view that is no iterable of keys, or a string, is a TypeError of the stream; a view of more
   * than 10,000 keys is a RangeError of the stream.
   */
  readonly view: OperatorFunction<Iterable<K>, View<K, V>>;
  /** One request, made on subscription. All `get`s together are one reader, and so prefetch. */
  get(key: K): Observable<V>;
  /** The item if a request would get it at once, or undefined. Makes no request. */
  peek(key: K): V | undefined;
  /** Whether a request would get the item at once. Makes no request. */
  has(key: K): boolean;
  /** How many items the cache holds. */
  readonly size: number;
  /**
   * Prefetches keys in order, on subscription, in `concurrency` slots of its own. Unsubscribe to
   * stop.
   */
  warm(keys: Iterable<K>): Observable<WarmProgress>;
  /** Stores an item. @throws RangeError | TypeError if `sizeOf` or `ttl` returns no valid number */
  set(key: K, value: V): void;
  /** Evicts an item. A load in flight is still delivered to waiting requests, and not kept. */
  invalidate(key: K): void;
  /**
   * Loads an item again, while requests still get the present one. An older load of the key is
   * detached, as by `invalidate`. The value is kept as by `set`, also if the key was absent. On
   * failure the present item stays.
   */
  reload(key: K): void;
  /**
   * Invalidates, in one transaction, all items and loads whose keys match. If `matches` throws, so
   * does this method, and nothing changes.
   *
   * @param matches - called once for each key, before anything changes
   * @throws TypeError if `matches` is no function
   */
  invalidateWhere(matches: (key: K) => boolean): void;
  /** Invalidates all items and loads. */
  clear(): void;
  /** Each event, in order, after the state has changed. Never errors. */
  readonly events$: Observable<CacheEvent<K>>;
  /**
   * Each value that left, once, after its last delivery: a listener may destroy it. Never errors.
   */
  readonly evictions$: Observable<Eviction<K, V>>;
  /** The stats: on subscription, and after each transaction. */
  readonly stats$: Observable<CacheStats>;
  /** The stats now. */
  stats(): CacheStats;
  /** The state now, as plain data. */
  snapshot(): CacheState<K>;
  /** Aborts all loads, evicts all items, completes all streams. A second call does nothing. */
  close(): void;
  /** The same as `close`. */
  [Symbol.dispose](): void;
}

/** The order in which a stream delivers items. */
export type Order = 'concat' | 'merge' | 'switch';

/**
 * What prefetching does while a request waits for its load: it continues, it starts none, or it
 * also aborts the prefetches in flight.
 */
export type OnRequest = 'continue' | 'hold' | 'abort';

/** How a stream delivers a failed load: as an error that ends it, or as a value. */
export type Errors = 'throw' | 'value';

/** Options of `cache.with`, for one stream. */
export interface ReadOptions<E extends Errors | undefined = Errors> {
  /** The order in which the stream delivers items. @defaultValue the `order` of the cache */
  readonly order?: Order | undefined;
  /**
   * `'throw'`: a failed load is an error of the stream; `'value'`: it emits each outcome as {@link
   * Settled}.
   * @defaultValue `'throw'`
   */
  readonly errors?: E | undefined;
  /**
   * Whether later values of the latest key are emitted, too: from `set`, from all later loads, and
   * after `invalidate`, which makes the stream request the key again.
   * @defaultValue false
   */
  readonly follow?: boolean | undefined;
}

/**
 * The outcomes of a view, by key, in the order of the view: items are `'fulfilled'`, failed loads
 * `'rejected'`. A key without an outcome is missing.
 */
export interface View<K, V> extends ReadonlyMap<K, Settled<K, V>> {
  /** Loads the failed keys of the present view again, also if this map is older. */
  retry(): void;
}

/** A value that was evicted. */
export interface Eviction<K, V> {
  readonly key: K;
  readonly value: V;
  readonly reason: EvictionReason;
}

/** The outcome of a request. */
export type Settled<K, V> =
  | { readonly key: K; readonly status: 'fulfilled'; readonly value: V }
  | { readonly key: K; readonly status: 'rejected'; readonly reason: LoadError<K> };

/** Progress of `warm`. It completes when `done + failed + skipped` is `total`. */
export interface WarmProgress {
  /** Keys that this `warm` loaded. */
  readonly done: number;
  /** Keys whose load failed, or was stopped by an invalidation, `set` or `reload`. */
  readonly failed: number;
  /** Keys that were resident or in flight, refused by the provider, or without room. */
  readonly skipped: number;
  /** How many keys `warm` was given. */
  readonly total: number;
}

/**
 * The stats of a cache.
 *
 * Of the prefetches that started, failed ones included, `useful` were requested before they were
 * aborted or evicted, and `timely` of these had loaded when they were requested.
 */
export interface CacheStats {
  /** Requests: `hits + joins + misses`. Superseded, failed and abandoned requests count. */
  readonly requests: number;
  /** Requests whose item was resident, expired items within `staleWhileRevalidate` included. */
  readonly hits: number;
  /** Requests whose item was in flight. */
  readonly joins: number;
  /** Requests whose key was not in flight, and whose item was absent or expired. */
  readonly misses: number;
  /** Loads that requests began. */
  readonly loads: number;
  /** Loads that plans or `warm` began. */
  readonly prefetches: number;
  /** Loads that plans or `warm` began and that failed. */
  readonly prefetchErrors: number;
  /** Revalidations: loads that `reload`, or hits with `stale: true`, began. */
  readonly revalidations: number;
  /** Revalidations that failed. */
  readonly revalidationErrors: number;
  /** Times that the predictor threw or gave an invalid likelihood. */
  readonly predictorErrors: number;
  /** Values that were evicted. */
  readonly evictions: number;
  /** Evictions by reason. */
  readonly evictionsBy: Readonly<Record<EvictionReason, number>>;
  /** Items that the cache holds. */
  readonly residents: number;
  /** Size of the residents in bytes, from `sizeOf`. */
  readonly bytes: number;
  /** Loads in flight. */
  readonly inFlight: number;
  /** Keys in the plans of all readers. */
  readonly planned: number;
  /** Prefetches that were requested before they were aborted or evicted. */
  readonly useful: number;
  /** Useful prefetches that had loaded when they were requested. */
  readonly timely: number;
  /** Prefetches that failed, or were aborted or evicted, before any request. */
  readonly wasted: number;
  /** How long requests waited. */
  readonly wait: WaitStats;
}

/** Waits of the requests that got an item, in milliseconds. */
export interface WaitStats {
  /** Requests that got an item. */
  readonly count: number;
  /** Sum of the waits. */
  readonly total: number;
  /** `total / count`; 0 without requests. */
  readonly mean: number;
  /** The wait that 95 of 100 requests do not exceed, from the histogram: within 5 %. */
  readonly p95: number;
  /**
   * How many waits fell into each bucket. Bucket 0 counts waits of 0, bucket i ≥ 1 waits up to
   * 0.001 · (1.05 / 0.95)^i ms. The last bucket is not empty.
   */
  readonly histogram: readonly number[];
}

/** An immutable state of a cache, for display. It has no values. */
export interface CacheState<K> {
  /** Resident items, in pages, so that one change copies one page. */
  readonly residents: readonly (readonly ResidentState<K>[])[];
  readonly inFlight: readonly { readonly key: K; readonly reason: LoadContext['reason'] }[];
  /** Planned keys; `why` where the predictor has `explain`. */
  readonly plan: readonly {
    readonly key: K;
    readonly likelihood: number;
    readonly reader: number;
    readonly why?: Explanation;
  }[];
  readonly readers: readonly {
    readonly id: number;
    readonly current: K;
    readonly history: readonly K[];
  }[];
  readonly stats: CacheStats;
  /** How many keys of history a reader keeps. */
  readonly historySize: number;
}

/** One resident item. */
export interface ResidentState<K> {
  readonly key: K;
  readonly bytes: number;
  /** Whether the item was prefetched and not requested yet. */
  readonly unrequested: boolean;
}
