import type { Observable } from 'rxjs';

/** Where items come from: a function, or an object with more to say. */
export type Provider<K, V> = LoadFunction<K, V> | DataProvider<K, V>;

/** Loads one item. */
export type LoadFunction<K, V> = (key: K, context: LoadContext) => LoadResult<V>;

/** A provider that knows more of its keys than how to load one. */
export interface DataProvider<K, V> {
  load: LoadFunction<K, V>;
  /**
   * Whether there is an item of this key. A key refused here is never prefetched; a request for it
   * is tried all the same.
   */
  has?(key: K): boolean;
  /** The keys that there are. */
  keys?(): Iterable<K>;
  /** How many keys there are. */
  readonly size?: number;
  /** Figures of the provider's own. */
  stats?(): object;
}

/**
 * What a load may return; of several values the first counts, and without one the load fails with
 * an `EmptyLoadError`.
 *
 * An array or another synchronous iterable fails, with a TypeError that says `of(value)` as the
 * cause: it could mean one value or many.
 */
export type LoadResult<V> =
  Observable<V> | PromiseLike<V> | AsyncIterable<V> | ReadableStreamLike<V>;

/** A web stream, as far as it is used here. */
export interface ReadableStreamLike<V> {
  getReader(): {
    read(): PromiseLike<{ readonly done: boolean; readonly value?: V | undefined }>;
    releaseLock(): void;
    /** Called when the load is over or aborted. */
    cancel?(): PromiseLike<unknown>;
  };
  /** As the last overload of web streams may read bytes, types are inferred from the one before. */
  getReader(options?: never): {
    read(): PromiseLike<{ readonly done: boolean; readonly value?: unknown }>;
    releaseLock(): void;
  };
}

/** What a load is told. */
export interface LoadContext {
  /**
   * Aborts when nobody wants the item any more; never after the load ended. Made when first read.
   */
  readonly signal: AbortSignal;
  /** What began the load. Does not change when a demand joins it. */
  readonly reason: 'demand' | 'prefetch';
}
