import type { Observable } from 'rxjs';

/** Loads items: a function, or an object with `load` or `loadMany` that may know its keys. */
export type Provider<K, V> = LoadFunction<K, V> | DataProvider<K, V> | BatchProvider<K, V>;

/** Loads one item. */
export type LoadFunction<K, V> = (key: K, context: LoadContext) => LoadResult<V>;

/**
 * Loads the items of several keys at once.
 *
 * Its result is one array with an outcome for each key, in the order of the keys: a value, or an
 * Error if the load of this key failed. If the whole fails, each of its loads fails.
 */
export type LoadManyFunction<K, V> = (
  keys: readonly K[],
  context: LoadContext,
) => LoadResult<readonly (V | Error)[]>;

/** How prefetches become batches. */
export interface BatchOptions {
  /** How many keys a batch has at most: an integer of 1 or more. @defaultValue 100 */
  readonly size?: number | undefined;
  /**
   * Milliseconds for which a prefetch may wait for others: a number from 0 to 60,000. With 0, the
   * prefetches that begin together are one batch.
   * @defaultValue 0
   */
  readonly window?: number | undefined;
}

/** What a provider that is an object may tell of its keys, and of itself. */
export interface ProvidedKeys<K> {
  /** Whether a key has an item. If not, it is never prefetched; a request still loads it. */
  has?(key: K): boolean;
  /** All keys that have an item. */
  keys?(): Iterable<K>;
  /** How many keys have an item. */
  readonly size?: number;
  /** Stats of the provider. */
  stats?(): object;
}

/** A provider that may know which keys exist. */
export interface DataProvider<K, V> extends ProvidedKeys<K> {
  /** Loads one item. */
  load: LoadFunction<K, V>;
  /**
   * Loads the items of several prefetches at once. A single prefetch, requests and revalidations
   * call `load`. The signal aborts when all loads of the batch are unwanted.
   */
  loadMany?: LoadManyFunction<K, V>;
  /** Size and window of the batches of `loadMany`. */
  readonly batch?: BatchOptions | undefined;
}

/** A provider without `load`: a request calls `loadMany` with its key alone. */
export interface BatchProvider<K, V> extends ProvidedKeys<K> {
  /** Absent: requests and revalidations call `loadMany` with one key. */
  load?: never;
  /** Loads several items at once: those of prefetches, or that of one request or revalidation. */
  loadMany: LoadManyFunction<K, V>;
  /** Size and window of the batches. */
  readonly batch?: BatchOptions | undefined;
}

/**
 * What a provider may return: the first value counts.
 *
 * Without a value the load fails with an `EmptyLoadError`. An array or another synchronous iterable
 * could mean one value or many: the load fails with a TypeError that recommends `of(value)`.
 */
export type LoadResult<V> =
  Observable<V> | PromiseLike<V> | AsyncIterable<V> | ReadableStreamLike<V>;

/** The part of a web stream that a load uses. */
export interface ReadableStreamLike<V> {
  getReader(): {
    read(): PromiseLike<{ readonly done: boolean; readonly value?: V | undefined }>;
    releaseLock(): void;
    /** Called when the load has ended or was aborted. */
    cancel?(): PromiseLike<unknown>;
  };
  /** TypeScript infers from the overload above: the last one of web streams may read bytes. */
  getReader(options?: never): {
    read(): PromiseLike<{ readonly done: boolean; readonly value?: unknown }>;
    releaseLock(): void;
  };
}

/** Second argument of a load. */
export interface LoadContext {
  /**
   * Aborts when the load becomes unwanted; never after the load has ended. Created when it is first
   * read.
   */
  readonly signal: AbortSignal;
  /**
   * What began the load: a request, a prefetch, or a revalidation, which renews an item. A later
   * join does not change it.
   */
  readonly reason: 'demand' | 'prefetch' | 'revalidate';
}
