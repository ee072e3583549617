import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { lastValueFrom } from 'rxjs';
import { prefetchCache } from 'rxjs-prefetch-cache';
import type { MotFile } from '../shared/openMot.js';

/** Memory in bytes. */
export interface MemoryFigures {
  /** The index of the file. */
  readonly index: number;
  /** Number of frames in a full cache. */
  readonly frames: number;
  /** Heap of a full cache. */
  readonly cache: number;
  /** The heap in use. */
  readonly heap: number;
  /** All memory of the process. */
  readonly process: number;
}

/** Measures the heap before and after a cache is filled. */
export async function measureMemory({ provider, frames }: MotFile): Promise<MemoryFigures> {
  const before = heapUsed();
  using cache = prefetchCache(provider, () => []);
  await lastValueFrom(cache.warm(frames.slice(-100)), { defaultValue: undefined });
  const heap = heapUsed();
  return {
    index: provider.stats().indexBytes,
    frames: cache.size,
    cache: Math.max(heap - before, 0),
    heap,
    process: process.memoryUsage.rss(),
  };
}

/** The heap in use, without garbage. */
function heapUsed(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}
