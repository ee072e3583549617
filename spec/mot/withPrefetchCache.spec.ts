import { describe, expect, it } from '@jest/globals';
import { firstValueFrom, from, map, take, toArray } from 'rxjs';
import { distanceDecay, ofType, prefetchCache, type PrefetchCache } from '../../src/index.js';
import { blobSource, motProvider, type Frame } from '../../src/mot/index.js';

const content = Array.from({ length: 30 }, (_, i) => `${i + 1},7,1,2,3,4,1\n`).join('');

describe('prefetchCache(motProvider(…))', () => {
  it('delivers frames in the order of their numbers, prefetches frames beside them, and loads no missing frame', async () => {
    const provider = motProvider(blobSource(new Blob([content])));
    const frames: PrefetchCache<number, Frame> = prefetchCache(
      provider,
      distanceDecay({ maxSpan: 2 }),
    );
    const numbers$ = from([3, 17]).pipe(
      frames,
      map(({ frame, detections }) => [frame, detections.length]),
      toArray(),
    );
    expect(await firstValueFrom(numbers$)).toEqual([
      [3, 1],
      [17, 1],
    ]);

    const ahead$ = frames.events$.pipe(
      ofType('prefetch-success'),
      map(({ key }) => key),
      take(2),
      toArray(),
    );
    const ahead = firstValueFrom(ahead$);
    await firstValueFrom(frames.get(30));
    expect((await ahead).sort((a, b) => a - b)).toEqual([28, 29]);
    expect(frames.has(31)).toBe(false);
    frames.close();
    await provider.close();
  });
});
