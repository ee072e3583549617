import { describe, expect, it } from '@jest/globals';
import { prefetchCache } from '../../operators/prefetchCache.js';
import { eventLog } from '../support/eventLog.js';
import { handProvider } from '../support/handProvider.js';
import { naming } from '../support/naming.js';
import { record } from '../support/record.js';

describe('Law 17: keys that there are. The cache', () => {
  it('never prefetches a key that the provider does not have', () => {
    const { load, ...provider } = handProvider();
    const cache = prefetchCache({ load, has: (key: number) => key < 5 }, naming(7, 4, 6, 3));
    const log = eventLog(cache, 'plan');
    record(cache.get(1));
    expect(provider.open()).toEqual([1, 4, 3]);
    expect(log).toEqual(['plan 4 3']);
  });

  it('gives its place in the plan to the next', () => {
    const { load, ...provider } = handProvider();
    record(
      prefetchCache({ load, has: (key: number) => key < 5 }, naming(7, 4, 6, 3), {
        lookahead: 2,
      }).get(1),
    );
    expect(provider.open()).toEqual([1, 4, 3]);
  });

  it('does not start a planned key that the provider has lost meanwhile', () => {
    const { load, ...provider } = handProvider();
    const known = new Set([1, 2, 3, 4]);
    record(
      prefetchCache({ load, has: (key: number) => known.has(key) }, naming(2, 3, 4), {
        concurrency: 1,
      }).get(1),
    );
    known.delete(3);
    provider.give(2);
    expect(provider.open()).toEqual([1, 4]);
  });

  it('still loads it when it is requested', () => {
    const { load, ...provider } = handProvider();
    const reader = record(prefetchCache({ load, has: () => false }, naming(2)).get(7));
    provider.give(7);
    expect(reader.values).toEqual(['item 7']);
  });

  it('never warms a key that the provider does not have', () => {
    const { load, ...provider } = handProvider();
    const warm = record(
      prefetchCache({ load, has: (key: number) => key < 5 }, naming()).warm([4, 7, 3]),
    );
    provider.give(4, 3);
    expect([provider.log, warm.values.at(-1)]).toEqual([['prefetch 4', 'prefetch 3'], { done: 2, failed: 0, skipped: 1, total: 3 }]); // prettier-ignore
  });

  it('takes a `has` that throws for a predictor that fails', () => {
    const { load, ...provider } = handProvider();
    const has = (key: number): boolean => {
      if (key === 2) throw new Error('no index');
      return true;
    };
    const cache = prefetchCache({ load, has }, naming(2, 3));
    const log = eventLog(cache, 'predictor-error', 'plan');
    const reader = record(cache.get(1));
    provider.give(1);
    expect([reader.values, log]).toEqual([['item 1'], ['predictor-error 1', 'plan']]);
  });

  it('passes over a planned key for which `has` throws when its turn comes', () => {
    const { load, ...provider } = handProvider();
    let throws = false;
    const has = (key: number): boolean => {
      if (throws && key === 2) throw new Error('no index');
      return true;
    };
    const cache = prefetchCache({ load, has }, naming(4, 2, 3), { concurrency: 1 });
    record(cache.get(1));
    throws = true;
    provider.give(4);
    expect(provider.open()).toEqual([1, 3]);
    expect(cache.stats().predictorErrors).toBe(0);
  });

  it('counts a warmed key for which `has` throws as failed', () => {
    const { load, ...provider } = handProvider();
    const has = (key: number): boolean => {
      if (key === 2) throw new Error('no index');
      return true;
    };
    const warm = record(prefetchCache({ load, has }, naming()).warm([1, 2, 3]));
    provider.give(1, 3);
    expect(warm).toMatchObject({ end: 'complete' });
    expect(warm.values.at(-1)).toEqual({ done: 2, failed: 1, skipped: 0, total: 3 });
  });

  it('prefetches any key of a provider without `has`', () => {
    const provider = handProvider();
    record(prefetchCache(provider, naming(2)).get(1));
    expect(provider.open()).toEqual([1, 2]);
  });
});
