import type { UntimedEvent } from '../events.js';
import type { CacheStats } from '../types.js';
import { createSum } from '../structures/sum.js';
import { createWaits } from './waits.js';

/** Counts events: the one definition of each field of `CacheStats`. */
export interface StatsCounter<K> {
  count(event: UntimedEvent<K>): void;
  /** Counts a hit without a `hit` event. */
  hit(firstUse: boolean, held: boolean): void;
  readonly read: () => CacheStats;
}

/** Counts the events of a cache, from 0 or from the stats `from`, with the plans by reader. */
export function createStats<K>(
  from?: CacheStats,
  plans?: Iterable<readonly [reader: number, size: number]>,
): StatsCounter<K> {
  const n = {
    hits: 0,
    joins: 0,
    misses: 0,
    loads: 0,
    prefetches: 0,
    prefetchErrors: 0,
    revalidations: 0,
    revalidationErrors: 0,
    predictorErrors: 0,
    evictions: 0,
    residents: 0,
    inFlight: 0,
    planned: 0,
    useful: 0,
    timely: 0,
    wasted: 0,
    // Present from the start: adding these fields at each reading takes ten times as long.
    requests: 0,
    bytes: 0,
    evictionsBy: {},
    wait: {},
    ...from,
  };
  const evictionsBy = {
    capacity: 0,
    expired: 0,
    replaced: 0,
    invalidated: 0,
    rejected: 0,
    close: 0,
    ...from?.evictionsBy,
  };
  const bytes = createSum(from?.bytes);
  const waits = createWaits(from?.wait);
  const planned = new Map(plans);

  const counter: StatsCounter<K> = {
    hit(firstUse, held) {
      n.hits++;
      if (firstUse) {
        n.useful++;
        n.timely++;
      }
      if (!held) (waits.buckets[0] as number)++;
    },
    count(event) {
      switch (event.type) {
        case 'hit':
          counter.hit(event.firstUse, event.held);
          break;
        case 'join':
          n.joins++;
          if (event.firstUse) n.useful++;
          break;
        case 'miss':
          n.misses++;
          break;
        case 'serve':
          waits.add(event.wait);
          break;
        case 'plan': {
          const { length } = event.keys;
          n.planned += length - (planned.get(event.reader) ?? 0);
          planned.set(event.reader, length);
          if (event.ended) planned.delete(event.reader);
          break;
        }
        case 'predictor-error':
          n.predictorErrors++;
          break;
        case 'store':
          n.residents++;
          bytes.add(event.bytes);
          break;
        case 'evict':
          n.evictions++;
          evictionsBy[event.reason]++;
          if (event.unused) n.wasted++;
          if (event.reason === 'rejected') break;
          bytes.add(-event.bytes);
          if (--n.residents === 0) bytes.clear();
          break;
        case 'load-start':
          n.inFlight++;
          n.loads++;
          break;
        case 'prefetch-start':
          n.inFlight++;
          n.prefetches++;
          break;
        case 'revalidate-start':
          n.inFlight++;
          n.revalidations++;
          break;
        case 'revalidate-error':
          n.inFlight--;
          n.revalidationErrors++;
          break;
        case 'prefetch-error':
        case 'prefetch-abort':
          n.inFlight--;
          if (event.type === 'prefetch-error') n.prefetchErrors++;
          if (!event.used) n.wasted++;
          break;
        case 'prefetch-success':
        case 'load-success':
        case 'load-error':
        case 'load-abort':
        case 'revalidate-success':
        case 'revalidate-abort':
          n.inFlight--;
          break;
        case 'close':
          break;
        default:
          event satisfies never;
      }
    },
    read: () => ({
      ...n,
      bytes: bytes.value,
      requests: n.hits + n.joins + n.misses,
      evictionsBy: { ...evictionsBy },
      wait: waits.read(),
    }),
  };
  return counter;
}
