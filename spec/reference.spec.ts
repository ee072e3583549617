import { describe, expect, it } from '@jest/globals';
import { firstValueFrom, of, throwError, type Observable } from 'rxjs';
import { ofType } from '../operators/ofType.js';
import { prefetchCache } from '../operators/prefetchCache.js';
import { dynamicData } from '../src/predictors/dynamicData.js';
import { hitRate } from '../src/state/rates.js';
import { eventLog } from './support/eventLog.js';
import { handProvider } from './support/handProvider.js';
import { record } from './support/record.js';
import { virtually } from './support/virtually.js';

/** A frame of video annotations: the objects in it. */
interface Frame {
  readonly frame: number;
  readonly detections: readonly string[];
}
const loadFrame = (frame: number): Observable<Frame> =>
  of({ frame, detections: Array.from({ length: frame % 7 }, (_, i) => `track ${i}`) });
const jumps = { possibleJumps: [-15, -5, -1, 1, 5, 15] };

describe('The loop of the reference system: get a key, get the next', () => {
  it('prints the number of objects of each frame, and prefetches the next ones', async () => {
    using cache = prefetchCache(loadFrame, dynamicData(jumps));
    const counts: number[] = [];
    for (let frame = 0; frame < 10; frame++) {
      const { detections } = await firstValueFrom(cache.get(frame));
      counts.push(detections.length);
    }
    expect(counts).toEqual([0, 1, 2, 3, 4, 5, 6, 0, 1, 2]);
    expect(cache.stats()).toMatchObject({ requests: 10, misses: 1, hits: 9 });
    expect(hitRate(cache.stats())).toBe(0.9);
  });

  it('finds the next frames and the targets of jumps resident, at the pace of a person', () => {
    virtually(({ keys, cold, expectObservable, scheduler }) => {
      const key$ = keys('          0-----1-----6-----5-----|');
      const load = () => cold('    --x|                     ');
      const items = '              --x---x-----x-----x-----|';

      const cache = prefetchCache(load, dynamicData(jumps), { scheduler, concurrency: 24 });
      expectObservable(key$.pipe(cache)).toBe(items);
    });
  });

  it('emits as events what the callback of the reference system got', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, (key) => (key === 1 ? [[2, 3], [3, 2], [4, 1]] : []), { maxKeys: 2, concurrency: 1 }); // prettier-ignore
    const names: Partial<Record<string, string>> = {
      'load-start': 'cache_load_start',
      'load-success': 'cache_load_complete',
      'load-error': 'cache_load_error',
      'prefetch-start': 'prefetch_start',
      'prefetch-success': 'prefetch_success',
      'prefetch-error': 'prefetch_error',
      evict: 'cache_evict',
      'predictor-error': 'worker_error',
    };
    const log: string[] = [];
    record(cache.events$, (event) => {
      const name = names[event.type];
      if (name !== undefined && 'key' in event) log.push(`${name} ${event.key}`);
    });
    record(cache.get(1));
    provider.give(1);
    provider.fail(2);
    provider.give(3);
    record(cache.get(9));
    provider.give(9);
    record(of(7).pipe(cache.with({ errors: 'value' })));
    provider.fail(7);
    expect(log).toEqual([
      'cache_load_start 1',
      'prefetch_start 2',
      'cache_load_complete 1',
      'prefetch_error 2',
      'prefetch_start 3',
      'prefetch_success 3',
      'cache_load_start 9',
      'cache_load_complete 9',
      'cache_evict 1',
      'cache_load_start 7',
      'cache_load_error 7',
    ]);
  });

  it('gives an error of the provider to the caller of get, but not an error of a prefetch', async () => {
    const failing = (frame: number): Observable<Frame> =>
      frame === 3 ? throwError(() => new Error('damaged')) : loadFrame(frame);
    using cache = prefetchCache(failing, dynamicData(jumps));
    const errors = record(cache.events$.pipe(ofType('prefetch-error')));
    for (const frame of [0, 1, 2]) await firstValueFrom(cache.get(frame));
    expect(errors.values.map(({ key }) => key)).toEqual([3]);
    await expect(firstValueFrom(cache.get(3))).rejects.toMatchObject({
      key: 3,
      cause: new Error('damaged'),
    });
    await expect(firstValueFrom(cache.get(4))).resolves.toMatchObject({ frame: 4 });
  });

  it('counts what the stats of the reference system counted', async () => {
    using cache = prefetchCache(loadFrame, dynamicData(jumps), { maxKeys: 20 });
    for (const frame of [0, 1, 2, 50]) await firstValueFrom(cache.get(frame));
    const { hits, misses, evictions, prefetchErrors, residents, inFlight } = cache.stats();
    expect({ hits, misses, prefetchErrors, residents, inFlight }).toEqual({
      hits: 2,
      misses: 2,
      prefetchErrors: 0,
      residents: 20,
      inFlight: 0,
    });
    expect(evictions).toBeGreaterThan(0);
  });
});

describe('The faults of the reference system', () => {
  it('are not repeated: prefetches run beside each other', () => {
    const provider = handProvider();
    record(prefetchCache(provider, dynamicData(jumps), { concurrency: 8 }).get(100));
    expect(provider.open()).toHaveLength(9);
  });

  it('are not repeated: a get joins a prefetch of its key', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, dynamicData(jumps), { concurrency: 8 });
    record(cache.get(100));
    record(cache.get(101));
    expect(provider.log.filter((line) => line.endsWith(' 101'))).toEqual(['prefetch 101']);
  });

  it('are not repeated: a key that left the plan is not loaded', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, dynamicData({ possibleJumps: [] }), { concurrency: 1 });
    record(cache.get(100));
    record(cache.get(5000));
    while (provider.open().length > 0) provider.give(...provider.open().slice(-1));
    expect(provider.log.filter((line) => /prefetch 1\d\d$/.test(line))).toHaveLength(1);
  });

  it('are not repeated: a key that has become resident is not loaded again', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, dynamicData({ possibleJumps: [] }), {
      concurrency: 1,
      lookahead: 3,
    });
    record(cache.get(100));
    const log = eventLog(cache, 'prefetch-start');
    cache.set(102, 'given');
    provider.give(101);
    expect(log).toEqual(['prefetch-start 103']);
  });
});
