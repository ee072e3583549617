import type { Observable, OperatorFunction } from 'rxjs';
import type { LoadError } from './errors.js';
import type { CacheEvent, EvictionReason, Explanation, UntimedEvent } from './events.js';

export type * from './provider.js';

/**
 * Likelihoods of the keys that may be requested next: higher is likelier; leave out what is not.
 */
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

/**
 * The form of the built-in predictors: it says each key by calling `add`, so that nothing is
 * allocated.
 */
export interface AccessPredictor<K> {
  /**
   * Names the keys that may be requested next.
   *
   * @param current - the key requested last
   * @param history - the reader's own array, valid during the call: the keys requested, oldest
   *   first; the last is `current`
   * @param add - says one key with its likelihood, finite and at least 0; of several for one key
   *   the largest counts
   */
  predict(current: K, history: readonly K[], add: (key: K, likelihood: number) => void): void;
  /**
   * Once a request that moves the reader, before `predict`. What is learned is common, the position
   * is each reader's own.
   */
  observe?(access: Access<K>): void;
  /**
   * A reader has ended: what is known of its position is needed no more.
   * @param reader - its number, as in `Access`
   */
  ended?(reader: number): void;
  /** The control that it brings along. @defaultValue none: all that it names is worth a load */
  readonly control?: Control<K>;
  /** Why a key is planned, kept or skipped, as of the last prediction. */
  explain?(key: K): Explanation;
}

/** Decides which of the likely keys are worth a load. One instance serves one cache. */
export interface Control<K> {
  /**
   * Residents less likely than this are equals to the eviction policy: a likelihood from 0 and up.
   */
  readonly shield: number;
  /** Milliseconds for which a key must stay current before anything is prefetched from it. */
  readonly dwell: number;
  /** A reader moves, while so many slots of all are taken. */
  moved(at: number, taken: number, slots: number, maxKeys: number): void;
  /** Whether a key of this likelihood may be prefetched now, while so many slots are taken. */
  admits(likelihood: number, taken: number): boolean;
  /** Whether a prefetch that has run for `age` ms is worth going on with. */
  keeps(likelihood: number, age: number): boolean;
  /**
   * Something happened. Of hits it is told while somebody listens, and always of the first use of
   * what was prefetched.
   */
  saw(event: UntimedEvent<K>): void;
  /** The policy of a cache that is given none. */
  eviction(): EvictionPolicy<K>;
  /**
   * What takes the place of the predictor where this control is given as an option: its numbers may
   * mean anything, and are measured.
   */
  measure<P>(predictor: Predictor<P>): AccessPredictor<P>;
}

/** One request that moved a reader. */
export interface Access<K> {
  readonly key: K;
  /** Milliseconds: the scheduler's now. */
  readonly at: number;
  /** Who asked: one number a reader. */
  readonly reader: number;
  readonly outcome: 'hit' | 'join' | 'miss';
  /** Whether a key was resident at this moment. */
  isResident(key: K): boolean;
}

/** How to see an item that came into the cache. */
export interface EntryInfo {
  /** Its size as `sizeOf` says, 0 without. */
  readonly bytes: number;
  /** Whether a plan or `warm` began its load and no request has asked for it yet. */
  readonly unrequested: boolean;
  /** Milliseconds: the scheduler's now. */
  readonly at: number;
}

/**
 * Which of the least likely items to evict. One instance serves one cache. Sees keys and metadata,
 * never values.
 */
export interface EvictionPolicy<K> {
  /** An item came in. */
  added(key: K, entry: EntryInfo): void;
  /** A resident item was requested. */
  used(key: K): void;
  /** An item left, for whatever reason. */
  removed(key: K): void;
  /**
   * The key to evict first, among those that are not shielded; undefined if all are.
   *
   * Called only when something must leave, never to ask what if; several times before `removed` if
   * several must: those chosen are shielded.
   */
  victim(isShielded: (key: K) => boolean): K | undefined;
  /**
   * Whether it decides by `bytes`, so that a cache without `sizeOf` refuses it. Defaults to false.
   */
  readonly needsSizes?: boolean;
}

/** A cache as an operator: keys in, items out, and what will be requested next is prefetched. */
export interface PrefetchCache<K, V> extends OperatorFunction<K, V> {
  /**
   * The same operator with options of its own, for some readers of the cache.
   *
   * `cache.with({ errors: 'value' })` emits a failed load as a value; `cache.with({ order:
   * 'switch', errors: 'value' })` suits views.
   *
   * @throws RangeError | TypeError for wrong options
   */
  with<E extends Errors | undefined = 'throw'>(
    options: ReadOptions<E>,
  ): OperatorFunction<K, E extends 'value' ? Settled<K, V> : V>;
  /**
   * One request, made when subscribed. All of them are one reader, so that a loop of `get`
   * prefetches as a stream does.
   */
  get(key: K): Observable<V>;
  /** The item if it is resident, without a trace; undefined if it is not. */
  peek(key: K): V | undefined;
  /** Whether the item is resident, without a trace. */
  has(key: K): boolean;
  /** How many items are held. */
  readonly size: number;
  /**
   * Loads these in order, when subscribed, in `concurrency` slots of its own; unsubscribe to stop.
   */
  warm(keys: Iterable<K>): Observable<WarmProgress>;
  /** Puts an item in. @throws RangeError | TypeError if `sizeOf` says no size of it */
  set(key: K, value: V): void;
  /**
   * Evicts an item; a load of it that is in flight is still delivered to those who wait for it,
   * and not kept.
   */
  invalidate(key: K): void;
  /** `invalidate` for all. */
  clear(): void;
  /** Every step, in order, after the state has changed. Never errors. */
  readonly events$: Observable<CacheEvent<K>>;
  /**
   * Each value that is evicted, once, after all who were given it have had it: a listener may
   * destroy it. Never errors.
   */
  readonly evictions$: Observable<Eviction<K, V>>;
  /** The figures: now, and each time all events of a step have been delivered. */
  readonly stats$: Observable<CacheStats>;
  /** The figures of now. */
  stats(): CacheStats;
  /** A plain reading of now. */
  snapshot(): CacheState<K>;
  /** Aborts all loads, lets all items go, completes all streams. Twice is once. */
  close(): void;
  /** The same as `close`. */
  [Symbol.dispose](): void;
}

/** The order in which a stream hands over its items. */
export type Order = 'concat' | 'merge' | 'switch';

/** What a failed load is to a stream: an error that ends it, or a value. */
export type Errors = 'throw' | 'value';

/** Options of `cache.with`: how one stream differs from the cache. */
export interface ReadOptions<E extends Errors | undefined = Errors> {
  /** The order in which it hands over its items. @defaultValue that of the cache */
  readonly order?: Order | undefined;
  /**
   * `'throw'`: a failed load is an error of the stream; `'value'`: it emits each outcome as {@link
   * Settled}.
   * @defaultValue `'throw'`
   */
  readonly errors?: E | undefined;
}

/** A value that was evicted. */
export interface Eviction<K, V> {
  readonly key: K;
  readonly value: V;
  readonly reason: EvictionReason;
}

/** What came of a request. */
export type Settled<K, V> =
  | { readonly key: K; readonly status: 'fulfilled'; readonly value: V }
  | { readonly key: K; readonly status: 'rejected'; readonly reason: LoadError<K> };

/** How far `warm` has come. It ends when `done + failed + skipped` is `total`. */
export interface WarmProgress {
  /** Loaded by this warm. */
  readonly done: number;
  /** Failed, or stopped by `invalidate`, `clear` or `set`. */
  readonly failed: number;
  /** Resident or in flight already, refused by the provider, or without room. */
  readonly skipped: number;
  /** How many keys were given. */
  readonly total: number;
}

/**
 * The figures of a cache. Of the prefetches started (failed ones included), `useful` were requested
 * before they were aborted or evicted; `timely` of these were ready when requested.
 */
export interface CacheStats {
  /** Requests: `hits + joins + misses`. Superseded, failed and abandoned ones count. */
  readonly requests: number;
  /** Requests whose item was resident. */
  readonly hits: number;
  /** Requests whose item was in flight. */
  readonly joins: number;
  /** Requests whose item was neither. */
  readonly misses: number;
  /** Loads that requests began. */
  readonly loads: number;
  /** Loads that plans or `warm` began. */
  readonly prefetches: number;
  /** Loads of plans or `warm` that failed. */
  readonly prefetchErrors: number;
  /** Times the predictor threw or said what is no likelihood. */
  readonly predictorErrors: number;
  /** Values that were evicted. */
  readonly evictions: number;
  /** The same, by reason. */
  readonly evictionsBy: Readonly<Record<EvictionReason, number>>;
  /** Items held. */
  readonly residents: number;
  /** Their size, as `sizeOf` says. */
  readonly bytes: number;
  /** Loads in flight. */
  readonly inFlight: number;
  /** Keys in the plans of all readers. */
  readonly planned: number;
  /** Prefetches that were requested in time to be of use (U). */
  readonly useful: number;
  /** Of these, those that were ready when requested (T). */
  readonly timely: number;
  /** Prefetches known to be unused: failed, aborted or evicted before any request. */
  readonly wasted: number;
  readonly wait: WaitStats;
}

/** How long readers waited, in milliseconds; over the requests that were handed an item. */
export interface WaitStats {
  /** Requests that were handed an item. */
  readonly count: number;
  /** The sum of their waits. */
  readonly total: number;
  /** `total / count`, 0 without any. */
  readonly mean: number;
  /** The wait that 95 of 100 do not exceed, from the histogram: at most 5 % off. */
  readonly p95: number;
  /**
   * How many waits fell into each bucket: the first counts waits of 0, bucket i ≥ 1 those up to
   * 0.001 · (1.05 / 0.95)^i ms. Ends with the last that is not empty.
   */
  readonly histogram: readonly number[];
}

/** An immutable state of a cache, for views. No values. */
export interface CacheState<K> {
  /** What is resident, in pages, so that one change does not copy them all. */
  readonly residents: readonly (readonly ResidentState<K>[])[];
  readonly inFlight: readonly { readonly key: K; readonly reason: 'demand' | 'prefetch' }[];
  /** With `why`, where the predictor explains itself. */
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
  /** Whether a plan or `warm` began its load and no request has asked for it yet. */
  readonly unrequested: boolean;
}
