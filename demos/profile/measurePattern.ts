import { setTimeout } from 'node:timers/promises';
import { firstValueFrom } from 'rxjs';
import { dynamicData, prefetchCache, type CacheStats } from 'rxjs-prefetch-cache';
import { clock } from '../shared/clock.js';
import type { MotFile } from '../shared/openMot.js';
import { patterns, type PatternName } from '../shared/patterns.js';

/** Result of reading in a pattern. */
export interface PatternFigures {
  readonly name: PatternName;
  readonly requests: number;
  /** Pause after each frame, in milliseconds. */
  readonly pause: number;
  /** Total milliseconds, with the pauses. */
  readonly time: number;
  readonly stats: CacheStats;
}

/** Jumps, for the predictor. */
export const possibleJumps = [-15, -5, -1, 1, 5, 15, 30] as const;

/**
 * Reads frames through a cache, one after the other.
 *
 * @param pause - pause after each frame, in milliseconds
 */
export async function measurePattern(
  name: PatternName,
  requests: number,
  pause: number,
  { provider, frames }: MotFile,
): Promise<PatternFigures> {
  using cache = prefetchCache(provider, dynamicData({ possibleJumps }), { scheduler: clock });
  const at = patterns[name];
  const began = clock.now();
  for (let i = 0; i < requests; i++) {
    await firstValueFrom(cache.get(frames[at(i, frames.length)] ?? 0), { defaultValue: undefined });
    if (pause > 0) await setTimeout(pause);
  }
  return { name, requests, pause, time: clock.now() - began, stats: cache.stats() };
}
