import type { Observable, VirtualTimeScheduler } from 'rxjs';
import type { CacheStats } from 'rxjs-prefetch-cache';

/** A key of a trace. */
export type Key = number | string;

/** The value of a load. It has its key, so that a wrong item is detected. */
export interface Item {
  readonly key: Key;
}

/** The circumstances of a replay: the source, the reader and the cache. */
export interface Setting {
  /** Milliseconds of a load of mean size that shares the line with no other. */
  readonly load: number;
  /** Milliseconds that the reader looks at an item before the next request. */
  readonly think: number;
  /** Items that the cache holds at most. */
  readonly capacity: number;
  /** Prefetches in flight at most. */
  readonly slots: number;
  /** Whether unwanted loads can be aborted; else they run on, and their items are discarded. */
  readonly canAbort: boolean;
  /**
   * Whether items have different sizes, and loads share the bandwidth of one line; else all loads
   * take equally long.
   */
  readonly isShared: boolean;
}

/** The slow source that systems load from. */
export interface Source {
  /** Starts a load for each subscription; unsubscribing aborts it, if loads can be aborted. */
  load(key: Key): Observable<Item>;
  /** Starts a load, for systems that work with promises. */
  fetch(key: Key, signal: AbortSignal | undefined): Promise<Item>;
  /** Loads that were started, and those of them that were abandoned before their end. */
  readonly begun: number;
  readonly stopped: number;
}

/** What a system gets. */
export interface Bench {
  readonly setting: Setting;
  readonly source: Source;
  readonly clock: VirtualTimeScheduler;
  /** The whole trace. Only bounds may read it. */
  readonly keys: readonly Key[];
}

/** Creates what is measured, such as a cache with a predictor, for one run. */
export type System = (bench: Bench) => Session;

/** A system in use by one reader at a time, which waits for each item before its next request. */
export interface Session {
  /** Requests an item, which is delivered once, in this call or later. */
  get(key: Key, deliver: (item: Item) => void): void;
  close(): void;
  /** The stats of the system, if it has any. */
  stats?(): CacheStats;
  /** Ends the reader; the next request is that of a new reader. */
  leave?(): void;
  /** Resolves when all pending promises of the system have settled; undefined if it uses none. */
  readonly settle?: () => Promise<unknown>;
}
