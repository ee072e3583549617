import { describe, expect, it } from '@jest/globals';
import type { CacheEvent, EvictionReason } from '../../src/events.js';
import { createStats } from '../../src/state/stats.js';
import type { CacheStats } from '../../src/types.js';

const at = 0;
const key = 1;
const duration = 5;
const request = { key, at, reader: 1, moved: true } as const;
const prefetch = { key, at, warm: false } as const;
const error = new Error('x');

/** The stats that differ from 0 after these events. */
function figures(...events: CacheEvent<number>[]): Partial<CacheStats> {
  const stats = createStats<number>();
  for (const event of events) stats.count(event);
  const { wait, evictionsBy, ...rest } = stats.read();
  const differ = Object.entries(rest).filter(([, figure]) => figure !== 0);
  return {
    ...Object.fromEntries(differ),
    ...(wait.count > 0 ? { wait } : {}),
    ...(rest.evictions > 0 ? { evictionsBy } : {}),
  };
}
const by = (reason: EvictionReason): Record<EvictionReason, number> => ({
  capacity: 0,
  expired: 0,
  replaced: 0,
  invalidated: 0,
  rejected: 0,
  close: 0,
  [reason]: 1,
});

describe('The stats of a cache', () => {
  it.each<[string, CacheEvent<number>[], Partial<CacheStats>]>([
    ['a hit', [{ type: 'hit', ...request, firstUse: false, held: true }], { requests: 1, hits: 1 }],
    [
      'the first use of a speculation that was ready',
      [{ type: 'hit', ...request, firstUse: true, held: true }],
      { requests: 1, hits: 1, useful: 1, timely: 1 },
    ],
    ['a join', [{ type: 'join', ...request, firstUse: false }], { requests: 1, joins: 1 }],
    [
      'the first use of a speculation in the air',
      [{ type: 'join', ...request, firstUse: true }],
      { requests: 1, joins: 1, useful: 1 },
    ],
    ['a miss', [{ type: 'miss', ...request }], { requests: 1, misses: 1 }],
    ['a load that begins', [{ type: 'load-start', key, at }], { loads: 1, inFlight: 1 }],
    [
      'a load that ends',
      [
        { type: 'load-start', key, at },
        { type: 'load-success', key, at, duration },
      ],
      { loads: 1 },
    ],
    [
      'a load that fails',
      [
        { type: 'load-start', key, at },
        { type: 'load-error', key, at, duration, error },
      ],
      { loads: 1 },
    ],
    [
      'a load that is stopped',
      [
        { type: 'load-start', key, at },
        { type: 'load-abort', key, at, duration },
      ],
      { loads: 1 },
    ],
    [
      'a prefetch that begins',
      [{ type: 'prefetch-start', ...prefetch }],
      { prefetches: 1, inFlight: 1 },
    ],
    [
      'a prefetch that ends',
      [
        { type: 'prefetch-start', ...prefetch },
        { type: 'prefetch-success', ...prefetch, duration, used: false },
      ],
      { prefetches: 1 },
    ],
    [
      'a revalidation that begins',
      [{ type: 'revalidate-start', key, at }],
      { revalidations: 1, inFlight: 1 },
    ],
    [
      'a revalidation that fails',
      [
        { type: 'revalidate-start', key, at },
        { type: 'revalidate-error', key, at, duration, error },
      ],
      { revalidations: 1, revalidationErrors: 1 },
    ],
    [
      'revalidations that succeed or are aborted',
      [
        { type: 'revalidate-start', key, at },
        { type: 'revalidate-success', key, at, duration },
        { type: 'revalidate-start', key, at },
        { type: 'revalidate-abort', key, at, duration },
      ],
      { revalidations: 2 },
    ],
    [
      'a prefetch that fails',
      [
        { type: 'prefetch-start', ...prefetch },
        { type: 'prefetch-error', ...prefetch, duration, used: false, error },
      ],
      { prefetches: 1, prefetchErrors: 1, wasted: 1 },
    ],
    [
      'a prefetch that fails and had been joined',
      [
        { type: 'prefetch-start', ...prefetch },
        { type: 'prefetch-error', ...prefetch, duration, used: true, error },
      ],
      { prefetches: 1, prefetchErrors: 1 },
    ],
    [
      'a prefetch that is stopped',
      [
        { type: 'prefetch-start', ...prefetch },
        { type: 'prefetch-abort', ...prefetch, duration, used: false },
      ],
      { prefetches: 1, wasted: 1 },
    ],
    [
      'a prefetch that is stopped and had been joined',
      [
        { type: 'prefetch-start', ...prefetch },
        { type: 'prefetch-abort', ...prefetch, duration, used: true },
      ],
      { prefetches: 1 },
    ],
    [
      'an item that is kept',
      [{ type: 'store', key, at, bytes: 7, from: 'demand', unrequested: false }],
      { residents: 1, bytes: 7 },
    ],
    [
      'an item that leaves',
      [
        { type: 'store', key, at, bytes: 7, from: 'demand', unrequested: false },
        { type: 'evict', key, at, bytes: 7, unused: false, reason: 'capacity' },
      ],
      { evictions: 1, evictionsBy: by('capacity') },
    ],
    [
      'an item that was not kept',
      [{ type: 'evict', key, at, bytes: 7, unused: false, reason: 'rejected' }],
      { evictions: 1, evictionsBy: by('rejected') },
    ],
    [
      'a speculation that was not kept',
      [{ type: 'evict', key, at, bytes: 7, unused: true, reason: 'rejected' }],
      { evictions: 1, wasted: 1, evictionsBy: by('rejected') },
    ],
    [
      'a plan',
      [
        {
          type: 'plan',
          at,
          reader: 1,
          keys: [
            [1, 1],
            [2, 1],
          ],
          ended: false,
        },
      ],
      { planned: 2 },
    ],
    [
      'a plan that is replaced',
      [
        {
          type: 'plan',
          at,
          reader: 1,
          keys: [
            [1, 1],
            [2, 1],
          ],
          ended: false,
        },
        { type: 'plan', at, reader: 1, keys: [[3, 1]], ended: false },
      ],
      { planned: 1 },
    ],
    [
      'a plan of another reader',
      [
        {
          type: 'plan',
          at,
          reader: 1,
          keys: [
            [1, 1],
            [2, 1],
          ],
          ended: false,
        },
        { type: 'plan', at, reader: 2, keys: [[3, 1]], ended: false },
      ],
      { planned: 3 },
    ],
    [
      'a plan that ends',
      [
        {
          type: 'plan',
          at,
          reader: 1,
          keys: [
            [1, 1],
            [2, 1],
          ],
          ended: false,
        },
        { type: 'plan', at, reader: 1, keys: [], ended: true },
      ],
      {},
    ],
    [
      'a predictor that fails',
      [{ type: 'predictor-error', key, at, reader: 1, error }],
      { predictorErrors: 1 },
    ],
    ['the end', [{ type: 'close', at }], {}],
  ])('count %s', (_name, events, wanted) => {
    expect(figures(...events)).toEqual(wanted);
  });

  it('count a hit that is delivered at once as a wait of 0, and a held one when it is delivered', () => {
    expect(figures({ type: 'hit', ...request, firstUse: false, held: false }).wait).toMatchObject({
      count: 1,
      total: 0,
      p95: 0,
    });
    expect(figures({ type: 'serve', key, at, reader: 1, wait: 30 }).wait).toMatchObject({
      count: 1,
      total: 30,
      mean: 30,
    });
  });

  it('continue from saved stats, with the plans of their readers', () => {
    const evict: CacheEvent<number> = {
      type: 'evict',
      key,
      at,
      bytes: 7,
      unused: true,
      reason: 'rejected',
    };
    const plan = (...keys: number[]): CacheEvent<number> => ({
      type: 'plan',
      at,
      reader: 1,
      keys: keys.map((each) => [each, 1]),
      ended: false,
    });
    const kept = createStats<number>();
    for (const event of [plan(1, 2), evict]) kept.count(event);
    const before = kept.read();
    const stats = createStats<number>(before, [[1, 2]]);
    for (const event of [plan(1), evict]) stats.count(event);
    expect(stats.read()).toMatchObject({
      planned: 1,
      evictions: 2,
      wasted: 2,
      evictionsBy: { rejected: 2 },
    });
    expect(before).toMatchObject({ planned: 2, evictions: 1, evictionsBy: { rejected: 1 } });
  });

  it('count a hit with and without its event', () => {
    const [withEvents, without] = [createStats<number>(), createStats<number>()];
    const events: CacheEvent<number>[] = [];
    for (const firstUse of [true, false]) {
      for (const held of [true, false]) {
        events.push({ type: 'hit', ...request, firstUse, held });
        without.hit(firstUse, held);
      }
    }
    for (const event of events) withEvents.count(event);
    expect(without.read()).toEqual(withEvents.read());
  });
});
