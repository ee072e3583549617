import type { Observable, VirtualTimeScheduler } from 'rxjs';
import type { CacheStats } from 'rxjs-prefetch-cache';

/** A key of a trace. */
export type Key = number | string;

/** The result of a load, with its key, so that a wrong result is noticed. */
export interface Item {
  readonly key: Key;
}

/** The world in which a reader and a cache live. */
export interface Setting {
  /** Milliseconds that one load takes, if it is of mean size and alone. */
  readonly load: number;
  /** Milliseconds that the reader looks at an item before the next request. */
  readonly think: number;
  /** How many items are kept. */
  readonly capacity: number;
  /** Prefetches in flight at most. */
  readonly slots: number;
  /**
   * Whether an unwanted load is stopped; else it runs on, and its result is not used.
   */
  readonly canAbort: boolean;
  /**
   * Whether loads are of unequal size and share a bandwidth; else each takes as long as any other,
   * however many there are.
   */
  readonly isShared: boolean;
}

/** The slow source: what systems load from. */
export interface Source {
  /** One load for each subscription; unsubscribing stops it, where loads can be stopped. */
  load(key: Key): Observable<Item>;
  /** The same as a promise. */
  fetch(key: Key, signal: AbortSignal | undefined): Promise<Item>;
  /** How many loads were begun, and how many of them were stopped before their end. */
  readonly begun: number;
  readonly stopped: number;
}

/** What a system is given to work with. */
export interface Bench {
  readonly setting: Setting;
  readonly source: Source;
  readonly clock: VirtualTimeScheduler;
  /** The whole trace. Only bounds may look at it. */
  readonly keys: readonly Key[];
}

/** Makes the cache that is measured, anew for each run. */
export type System = (bench: Bench) => Session;

/** A system at work for one reader, who has one request open at a time. */
export interface Session {
  /** Asks for an item, which is delivered once, in this call or later. */
  get(key: Key, deliver: (item: Item) => void): void;
  close(): void;
  /** The figures that it counts itself, if it does. */
  stats?(): CacheStats;
  /** The reader leaves: the next request is that of another one. */
  leave?(): void;
  /** Resolves when promises that are at work in it have settled; undefined if there are none. */
  readonly settle?: () => Promise<unknown>;
}
