import type { Observable } from 'rxjs';

/** Loads items: a function, or an object with `load` that may know its keys. */
export type Provider<K, V> = LoadFunction<K, V> | DataProvider<K, V>;

/** Loads one item. */
export type LoadFunction<K, V> = (key: K, context: LoadContext) => LoadResult<V>;

/** A provider that may know which keys exist. */
export interface DataProvider<K, V> {
  /** Loads one item. */
  load: LoadFunction<K, V>;
  /** Whether a key has an item. If not, it is never prefetched; a request still loads it. */
  has?(key: K): boolean;
  /** All keys that have an item. */
  keys?(): Iterable<K>;
  /** How many keys have an item. */
  readonly size?: number;
  /** Stats of the provider. */
  stats?(): object;
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
