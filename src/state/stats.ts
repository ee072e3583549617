import type { CacheEvent, EvictionReason } from '../events.js';
import type { CacheStats } from '../types.js';
import { createWaits } from './waits.js';

/** Counts what a cache does: the one definition of every figure in `CacheStats`. */
export interface StatsCounter<K> {
  count(event: CacheEvent<K>): void;
  /** `count` of a `hit`, without the event. */
  hit(firstUse: boolean, held: boolean): void;
  /** `count` of a `plan`, without the event. */
  plan(cursor: number, size: number): void;
  read(): CacheStats;
}

const NONE: Readonly<Record<EvictionReason, number>> = { capacity: 0, expired: 0, replaced: 0, invalidated: 0, rejected: 0, close: 0 };

/** Counts from nothing, or goes on from the figures of `from`, whose plans are given by cursor. */
export function createStats<K>(from?: CacheStats, plans: Iterable<readonly [cursor: number, size: number]> = []): StatsCounter<K> {
  const n = {
    requests: 0,
    hits: 0,
    joins: 0,
    misses: 0,
    loads: 0,
    prefetches: 0,
    prefetchErrors: 0,
    predictorErrors: 0,
    evictions: 0,
    residents: 0,
    bytes: 0,
    inFlight: 0,
    planned: 0,
    useful: 0,
    timely: 0,
    wasted: 0,
    ...from,
  };
  const evictionsBy = { ...NONE, ...from?.evictionsBy };
  const waits = createWaits(from?.wait);
  const planned = new Map(plans);

  const counter: StatsCounter<K> = {
    hit(firstUse, held) {
      n.requests++;
      n.hits++;
      if (firstUse) {
        n.useful++;
        n.timely++;
      }
      if (!held) waits.add(0);
    },
    plan(cursor, size) {
      if (size === 0 && planned.size === 0) return;
      n.planned += size - (planned.get(cursor) ?? 0);
      if (size > 0) planned.set(cursor, size);
      else planned.delete(cursor);
    },
    count(event): void {
      switch (event.type) {
        case 'hit':
          return counter.hit(event.firstUse, event.held);
        case 'join':
          n.requests++;
          n.joins++;
          n.useful += Number(event.firstUse);
          return;
        case 'miss':
          n.requests++;
          n.misses++;
          return;
        case 'serve':
          return waits.add(event.wait);
        case 'load-start':
          n.loads++;
          n.inFlight++;
          return;
        case 'load-complete':
        case 'load-error':
        case 'load-cancel':
        case 'prefetch-success':
          n.inFlight--;
          return;
        case 'prefetch-start':
          n.prefetches++;
          n.inFlight++;
          return;
        case 'prefetch-error':
          n.prefetchErrors++;
          n.inFlight--;
          n.wasted += Number(!event.used);
          return;
        case 'prefetch-cancel':
          n.inFlight--;
          n.wasted += Number(!event.used);
          return;
        case 'store':
          n.residents++;
          n.bytes += event.bytes;
          return;
        case 'evict':
          n.evictions++;
          evictionsBy[event.reason]++;
          n.wasted += Number(event.unused);
          if (event.reason === 'rejected') return;
          n.residents--;
          n.bytes -= event.bytes;
          return;
        case 'plan':
          return counter.plan(event.cursor, event.keys.length);
        case 'predictor-error':
          n.predictorErrors++;
          return;
        case 'close':
          return;
        default:
          event satisfies never;
      }
    },
    read: () => ({ ...n, evictionsBy: { ...evictionsBy }, wait: waits.read() }),
  };
  return counter;
}
