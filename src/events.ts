/** What every event has. */
interface EventBase<T extends string> {
  readonly type: T;
  /** Milliseconds: the scheduler's now. */
  readonly at: number;
}

interface KeyEvent<T extends string, K> extends EventBase<T> {
  readonly key: K;
}

interface RequestEvent<T extends string, K> extends KeyEvent<T, K> {
  /** Who asked: one number a reader. */
  readonly reader: number;
  /** Whether it moved the reader: a key equal to the one before does not. */
  readonly moved: boolean;
}

/** What began a load that is not a demand's. */
interface PrefetchEvent<T extends string, K> extends KeyEvent<T, K> {
  /** Whether `warm` began it; else a plan did. */
  readonly warm: boolean;
}

/** How long a load took, or had run when it ended, in milliseconds. */
interface Ended {
  readonly duration: number;
}

/** Whether a request had joined the prefetch. */
interface Used {
  readonly used: boolean;
}

/** A key was requested and is resident. */
export interface HitEvent<K> extends RequestEvent<'hit', K> {
  /** Whether this is the first request for an item that was prefetched. */
  readonly firstUse: boolean;
  /**
   * Whether the item is held, behind an earlier key or until a callback returns: a `serve` follows,
   * unless it is abandoned.
   */
  readonly held: boolean;
}

/** A key was requested and is in flight. */
export interface JoinEvent<K> extends RequestEvent<'join', K> {
  /** Whether this is the first request for a load that was prefetched. */
  readonly firstUse: boolean;
}

/** A key was requested that is neither resident nor in flight. */
export type MissEvent<K> = RequestEvent<'miss', K>;

/** A request that had to wait is about to be handed its item. */
export interface ServeEvent<K> extends KeyEvent<'serve', K> {
  readonly reader: number;
  /** Milliseconds between asking and being handed the item. */
  readonly wait: number;
}

/** A request began a load. */
export type LoadStartEvent<K> = KeyEvent<'load-start', K>;
/** A load that a request began has its item. */
export type LoadSuccessEvent<K> = KeyEvent<'load-success', K> & Ended;
/** A load that a request began failed. */
export interface LoadErrorEvent<K> extends KeyEvent<'load-error', K>, Ended {
  readonly error: unknown;
}
/** A load that a request began is wanted by nobody any more, and was stopped. */
export type LoadAbortEvent<K> = KeyEvent<'load-abort', K> & Ended;

/** A plan or `warm` began a load. */
export type PrefetchStartEvent<K> = PrefetchEvent<'prefetch-start', K>;
/** A load that a plan or `warm` began has its item. */
export type PrefetchSuccessEvent<K> = PrefetchEvent<'prefetch-success', K> & Ended & Used;
/** A load that a plan or `warm` began failed. */
export interface PrefetchErrorEvent<K> extends PrefetchEvent<'prefetch-error', K>, Ended, Used {
  readonly error: unknown;
}
/** A load that a plan or `warm` began is wanted by nobody any more, and was stopped. */
export type PrefetchAbortEvent<K> = PrefetchEvent<'prefetch-abort', K> & Ended & Used;

/** What put an item into the cache. */
export type StoreSource = 'demand' | 'prefetch' | 'warm' | 'set';

/** An item is kept. Comes after the `evict` that made room for it. */
export interface StoreEvent<K> extends KeyEvent<'store', K> {
  /** Its size as `sizeOf` says, 0 without. */
  readonly bytes: number;
  /** What began its load, or `set`. */
  readonly from: StoreSource;
  /** Whether a plan or `warm` began its load and no request has asked for it yet. */
  readonly unrequested: boolean;
}

/** Why an item left. `rejected`: it was delivered and never kept. */
export type EvictionReason =
  'capacity' | 'expired' | 'replaced' | 'invalidated' | 'rejected' | 'close';

/** An item left, and whoever was given it has had it. One of `'rejected'` was never resident. */
export interface EvictEvent<K> extends KeyEvent<'evict', K> {
  readonly bytes: number;
  /** Whether a plan or `warm` began its load and no request ever asked for it. */
  readonly unused: boolean;
  readonly reason: EvictionReason;
}

/** Why a key is planned, kept or skipped. */
export interface Explanation {
  /** How likely it was said to be; 0 if nothing names it. */
  readonly likelihood: number;
  /** Who made the most of it; undefined if nothing names it. */
  readonly expert: string | undefined;
  /** The likelihood from which a key is prefetched now. */
  readonly threshold: number;
  /**
   * `planned`: to be prefetched; `kept`: not started, but a prefetch in flight goes on; `skipped`:
   * not worth a load.
   */
  readonly verdict: 'planned' | 'kept' | 'skipped';
}

/** A reader made its plan, or ended. */
export interface PlanEvent<K> extends EventBase<'plan'> {
  readonly reader: number;
  /** All of the plan, the likeliest first: `[key, likelihood]`. */
  readonly keys: readonly (readonly [K, number])[];
  /** Why each of `keys` is planned, in their order, where the predictor explains itself. */
  readonly why?: readonly Explanation[];
  /** Whether the reader is gone: its source ended or was unsubscribed. */
  readonly ended: boolean;
}

/**
 * The predictor threw, or said what is no likelihood: its reader has no table and no plan until its
 * next move.
 */
export interface PredictorErrorEvent<K> extends KeyEvent<'predictor-error', K> {
  readonly reader: number;
  readonly error: unknown;
}

/** The cache closed. The last event. */
export type CloseEvent = EventBase<'close'>;

/** Everything that a cache says of itself, in the order in which it happened. */
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
  | StoreEvent<K>
  | EvictEvent<K>
  | PlanEvent<K>
  | PredictorErrorEvent<K>
  | CloseEvent;

/** An event without its time. */
export type UntimedEvent<K> =
  CacheEvent<K> extends infer E ? (E extends unknown ? Omit<E, 'at'> : never) : never;
