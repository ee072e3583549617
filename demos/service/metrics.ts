import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { CacheStats, PrefetchCache } from 'rxjs-prefetch-cache';
import type { Readers } from './readers.js';

/** The metrics of a process, for Prometheus. */
export interface Metrics {
  /** @param seconds - from a request to its answer */
  answered(cache: string, status: number, seconds: number): void;
  /** A load has begun at the source. */
  loaded(cache: string): void;
  /** Adds the stats of a cache, and how many readers it has. */
  watch(
    cache: string,
    watched: PrefetchCache<number, unknown>,
    readers: Readers<number, unknown>,
  ): void;
}

/** The stats that are metrics. */
const STATS = ['requests', 'hits', 'joins', 'misses', 'prefetches'] as const;

/** Creates the metrics; `cache` is a label of each. */
export function createMetrics(registry: Registry): Metrics {
  const registers = [registry];
  const seconds = new Histogram({
    name: 'service_answer_seconds',
    help: 'Seconds from a request to its answer',
    labelNames: ['cache', 'status'],
    buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5],
    registers,
  });
  const loads = new Counter({
    name: 'service_source_loads_total',
    help: 'Loads of the source',
    labelNames: ['cache'],
    registers,
  });
  /** Stats are read when Prometheus asks, so that a request costs nothing. */
  const reads: (() => void)[] = [];
  const gauge = (name: string, help: string): Gauge =>
    new Gauge({ name, help, labelNames: ['cache'], registers });
  // The first one, as it reads for all that follow.
  const items = new Gauge({
    name: 'prefetch_cache_items',
    help: 'Items that are resident',
    labelNames: ['cache'],
    registers,
    collect: () => reads.forEach((read) => read()),
  });
  const stats = STATS.map((stat) => ({
    stat,
    metric: gauge(`prefetch_cache_${stat}`, `The stat \`${stat}\` of the cache`),
  }));
  const sessions = gauge('service_sessions', 'Open sessions');
  return {
    answered: (cache, status, time) => seconds.observe({ cache, status }, time),
    loaded: (cache) => loads.inc({ cache }),
    watch(cache, watched, readers) {
      reads.push(() => {
        const now: CacheStats = watched.stats();
        for (const { stat, metric } of stats) metric.set({ cache }, now[stat]);
        items.set({ cache }, watched.size);
        sessions.set({ cache }, readers.size);
      });
    },
  };
}
