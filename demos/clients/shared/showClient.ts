import { hitRate, type CacheStats } from 'rxjs-prefetch-cache';
import { watchBlank, type BlankFigures, type BlankWatch } from './watchBlank.js';

/** What `globalThis.client` of each page offers to specs and benches. */
export interface ClientPage {
  /** Begins to measure. */
  start(): void;
  /** Ends the measurement. */
  stop(): ClientFigures;
  /** Whether something visible is blank now. */
  isBlank(): boolean;
  /** The stats of the cache now. */
  stats(): CacheStats;
  /** Further figures of the page now. */
  also(): Readonly<Record<string, number>>;
  /** Closes the cache. */
  close(): void;
}

/** What was measured between `start` and `stop`. */
export interface ClientFigures {
  readonly blank: BlankFigures;
  readonly requests: number;
  readonly hits: number;
  readonly loads: number;
  /** The mean wait of the requests that got their item, in milliseconds. */
  readonly wait: number;
  readonly also: Readonly<Record<string, number>>;
}

/** What a page gives to be measured. */
export interface ShownClient {
  readonly cache: { stats(): CacheStats; close(): void };
  /** Whether any visible part has no content. */
  readonly isBlank: () => boolean;
  /** Further figures, by name. @defaultValue none */
  readonly also?: () => Readonly<Record<string, number>>;
}

/** Whether the page was opened without prefetching: `?prefetch=off`. */
const isPrefetchOff = new URLSearchParams(location.search).get('prefetch') === 'off';

/** Options of the cache of a page, as its address requires. */
export const cacheOptions = isPrefetchOff ? { concurrency: 0 } : {};

/** Shows the figures of a page below it, and offers them as `globalThis.client`. */
export function showClient({ cache, isBlank, also = () => ({}) }: ShownClient): void {
  let watch: BlankWatch | undefined;
  let before = cache.stats();
  const client: ClientPage = {
    start() {
      watch?.stop();
      before = cache.stats();
      watch = watchBlank(isBlank);
    },
    stop() {
      const now = cache.stats();
      return {
        blank: watch?.stop() ?? { total: 0, longest: 0, frames: 0 },
        requests: now.requests - before.requests,
        hits: now.hits - before.hits,
        loads: loadsOf(now) - loadsOf(before),
        wait: meanWait(before, now),
        also: also(),
      };
    },
    isBlank,
    stats: () => cache.stats(),
    also,
    close: () => cache.close(),
  };
  Object.assign(globalThis, { client });
  const figures = document.querySelector('#figures');
  setInterval(() => {
    if (figures) figures.textContent = textOf(cache.stats());
  }, 250);
}

function meanWait({ wait: before }: CacheStats, { wait: now }: CacheStats): number {
  return now.count === before.count ? 0 : (now.total - before.total) / (now.count - before.count);
}

function loadsOf({ loads, prefetches }: CacheStats): number {
  return loads + prefetches;
}

function textOf(stats: CacheStats): string {
  const how = isPrefetchOff ? 'Without' : 'With';
  return `${how} prefetching: ${stats.requests} requests, ${(100 * hitRate(stats)).toFixed(0)} % hits, ${loadsOf(stats)} loads, mean wait ${stats.wait.mean.toFixed(0)} ms`;
}
