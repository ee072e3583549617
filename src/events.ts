/** Fields of every event. */
interface EventBase<T extends string> {
  readonly type: T;
  /** Time of the clock, in milliseconds. */
  readonly at: number;
}

interface KeyEvent<T extends string, K> extends EventBase<T> {
  readonly key: K;
}

interface RequestEvent<T extends string, K> extends KeyEvent<T, K> {
  /** Number of the reader. */
  readonly reader: number;
  /** Whether the request moved the reader: a key equal to the one before does not. */
  readonly moved: boolean;
}

/** Fields of the events of a prefetch. */
interface PrefetchEvent<T extends string, K> extends KeyEvent<T, K> {
  /** Whether `warm` began the load; false if a plan did. */
  readonly warm: boolean;
}

/** Fields of the events that end a load. */
interface Ended {
  /** How long the load ran, in milliseconds. */
  readonly duration: number;
}

/** Fields of the events that end a prefetch. */
interface Used {
  /** Whether a request had joined the prefetch. */
  readonly used: boolean;
}

/** A request whose item is resident, and is served. */
export interface HitEvent<K> extends RequestEvent<'hit', K> {
  /** Whether this is the first request for a prefetched item. */
  readonly firstUse: boolean;
  /** True if the item has expired, and is served by `staleWhileRevalidate`; otherwise absent. */
  readonly stale?: true;
  /**
   * Whether the item waits for an earlier key, or for a callback to return. A `serve` follows,
   * unless the request is abandoned.
   */
  readonly held: boolean;
}

/** A request whose item is in flight. */
export interface JoinEvent<K> extends RequestEvent<'join', K> {
  /** Whether this is the first request for a prefetch in flight. */
  readonly firstUse: boolean;
}

/** A request whose key is not in flight, and whose item is absent or expired. */
export type MissEvent<K> = RequestEvent<'miss', K>;

/** A request that waited is about to get its item. */
export interface ServeEvent<K> extends KeyEvent<'serve', K> {
  readonly reader: number;
  /** Milliseconds from the request to the delivery of its item. */
  readonly wait: number;
}

/** A request began a load. */
export type LoadStartEvent<K> = KeyEvent<'load-start', K>;
/** A load that a request began succeeded. */
export type LoadSuccessEvent<K> = KeyEvent<'load-success', K> & Ended;
/** A load that a request began failed. */
export interface LoadErrorEvent<K> extends KeyEvent<'load-error', K>, Ended {
  readonly error: unknown;
}
/** A load that a request began was aborted, as no reader wants it. */
export type LoadAbortEvent<K> = KeyEvent<'load-abort', K> & Ended;

/** A plan or `warm` began a load. */
export type PrefetchStartEvent<K> = PrefetchEvent<'prefetch-start', K>;
/** A load that a plan or `warm` began succeeded. */
export type PrefetchSuccessEvent<K> = PrefetchEvent<'prefetch-success', K> & Ended & Used;
/** A load that a plan or `warm` began failed. */
export interface PrefetchErrorEvent<K> extends PrefetchEvent<'prefetch-error', K>, Ended, Used {
  readonly error: unknown;
}
/** A load that a plan or `warm` began was aborted, as no reader wants it. */
export type PrefetchAbortEvent<K> = PrefetchEvent<'prefetch-abort', K> & Ended & Used;

/** A key is loaded again: `reload`, or a hit with `stale: true`, began a load. */
export type RevalidateStartEvent<K> = KeyEvent<'revalidate-start', K>;
/** A revalidation succeeded. */
export type RevalidateSuccessEvent<K> = KeyEvent<'revalidate-success', K> & Ended;
/** A revalidation failed; an item that is resident stays. */
export interface RevalidateErrorEvent<K> extends KeyEvent<'revalidate-error', K>, Ended {
  readonly error: unknown;
}
/** A revalidation was aborted: its key was set, invalidated or reloaded, or the cache closed. */
export type RevalidateAbortEvent<K> = KeyEvent<'revalidate-abort', K> & Ended;

/** Where an item came from. */
export type StoreSource = 'demand' | 'prefetch' | 'warm' | 'revalidate' | 'set';

/** An item was stored. Follows the `evict` that made room for it. */
export interface StoreEvent<K> extends KeyEvent<'store', K> {
  /** Size in bytes from `sizeOf`; 0 without `sizeOf`. */
  readonly bytes: number;
  /** What began the load of the item, or `set`. */
  readonly from: StoreSource;
  /** Whether the item was prefetched and not requested yet. */
  readonly unrequested: boolean;
}

/** Why an item left. `rejected`: it was delivered and never stored. */
export type EvictionReason =
  'capacity' | 'expired' | 'replaced' | 'invalidated' | 'rejected' | 'close';

/** An item left, after its last delivery. An item that was `'rejected'` was never resident. */
export interface EvictEvent<K> extends KeyEvent<'evict', K> {
  readonly bytes: number;
  /** Whether the item was prefetched and never requested. */
  readonly unused: boolean;
  readonly reason: EvictionReason;
}

/** Why a key is planned, kept or skipped. */
export interface Explanation {
  /** Likelihood of the key; 0 if no expert names it. */
  readonly likelihood: number;
  /** The expert that contributed most to the likelihood; undefined if no expert names the key. */
  readonly expert: string | undefined;
  /** The least likelihood with which a key is prefetched now. */
  readonly threshold: number;
  /**
   * `planned`: will be prefetched. `kept`: will not be started, but a prefetch in flight continues.
   * `skipped`: not worth a load.
   */
  readonly verdict: 'planned' | 'kept' | 'skipped';
}

/** A reader made its plan, or ended. */
export interface PlanEvent<K> extends EventBase<'plan'> {
  readonly reader: number;
  /** The whole plan, the likeliest key first: `[key, likelihood]`. */
  readonly keys: readonly (readonly [K, number])[];
  /** Why each of `keys` is planned, in the same order; only if the predictor has `explain`. */
  readonly why?: readonly Explanation[];
  /** Whether the reader has ended: its source completed, or it was unsubscribed. */
  readonly ended: boolean;
}

/**
 * The predictor threw, or gave an invalid likelihood.
 *
 * The reader has no prediction and no plan until its next move.
 */
export interface PredictorErrorEvent<K> extends KeyEvent<'predictor-error', K> {
  readonly reader: number;
  readonly error: unknown;
}

/** The cache was closed. The last event. */
export type CloseEvent = EventBase<'close'>;

/** An event of a cache. */
export type CacheEvent<K> =
  | HitEvent<K>
  | JoinEvent<K>
  | MissEvent<K>
  | ServeEvent<K>
  | LoadStartEvent<K>
  | LoadSuccessEvent<K>
  | LoadErrorEvent<K>
  | LoadAbortEvent<K>
  | PrefetchStartEvent<K>
  | PrefetchSuccessEvent<K>
  | PrefetchErrorEvent<K>
  | PrefetchAbortEvent<K>
  | RevalidateStartEvent<K>
  | RevalidateSuccessEvent<K>
  | RevalidateErrorEvent<K>
  | RevalidateAbortEvent<K>
  | StoreEvent<K>
  | EvictEvent<K>
  | PlanEvent<K>
  | PredictorErrorEvent<K>
  | CloseEvent;

/** An event without its time. */
export type UntimedEvent<K> =
  CacheEvent<K> extends infer E ? (E extends unknown ? Omit<E, 'at'> : never) : never;
