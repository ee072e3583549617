import { describe, expect, it } from '@jest/globals';
import { of } from 'rxjs';
import { predict } from '../../operators/predict.js';
import { prefetchCache } from '../../operators/prefetchCache.js';
import { adaptive } from '../../src/auto/adaptive.js';
import { blobSource, motProvider, urlSource, type MotLoadContext } from '../../src/mot/index.js';
import type { PrefetchCacheOptions } from '../../src/options.js';
import { auto } from '../../src/auto/auto.js';
import { deltas } from '../../src/learning/experts/deltas.js';
import { distanceDecay } from '../../src/predictors/distanceDecay.js';
import { dynamicData } from '../../src/predictors/dynamicData.js';
import { dynamicDistanceDecay } from '../../src/predictors/dynamicDistanceDecay.js';
import { spatial } from '../../src/learning/experts/spatial.js';

const none = undefined;

describe('Options may be undefined, also with exactOptionalPropertyTypes', () => {
  it('those of a cache', () => {
    const options: Record<keyof PrefetchCacheOptions<number, number>, undefined> = {
      maxKeys: none,
      maxBytes: none,
      sizeOf: none,
      concurrency: none,
      onRequest: none,
      maxPerSecond: none,
      lookahead: none,
      historySize: none,
      eviction: none,
      control: none,
      order: none,
      ttl: none,
      staleWhileRevalidate: none,
      staleIfError: none,
      prefetchBackoff: none,
      enabled$: none,
      keyOf: none,
      scheduler: none,
    };
    expect(() => prefetchCache((key: number) => of(key), () => [], options)).not.toThrow(); // prettier-ignore
  });

  it('those of predictors, of controls and of predict', () => {
    const made = [
      () => auto({ waste: none, dwell: none, experts: none, without: none, from: none }),
      () => adaptive({ waste: none, dwell: none }),
      () => deltas({ codec: none }),
      () => spatial({ codec: none }),
      () => distanceDecay({ maxSpan: none, decay: none }),
      () => dynamicDistanceDecay({ maxSpan: none, forwardBias: none }),
      () =>
        dynamicData({
          possibleJumps: [],
          forwardBias: none,
          backwardBias: none,
          jumpBoost: none,
          proximityBoost: none,
          historyBoost: none,
          maxSpan: none,
          forwardExp: none,
          backwardExp: none,
          proximityRange: none,
          length: none,
        }),
      () => predict(distanceDecay(), { historySize: none }),
    ];
    for (const make of made) expect(make).not.toThrow();
  });

  it('those of MOT files', async () => {
    const file = motProvider(blobSource(new Blob(['1,1,1,1,1,1,1\n'])), {
      cacheSize: none,
      strict: none,
      now: none,
    });
    const context: MotLoadContext = { signal: none };
    expect(await file.load(1, context)).toMatchObject({ frame: 1 });
    expect(() => urlSource('/file', { fetch: none, whole: none })).not.toThrow();
  });
});
