import type { CacheStats } from '../types.js';

const share = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);

/** The share of requests whose item was resident: hits / requests; 0 without any. */
export function hitRate({ hits, requests }: CacheStats): number {
  return share(hits, requests);
}

/**
 * The share of prefetches that were of use, of those whose end is known: useful / (useful +
 * wasted); 0 without any.
 */
export function accuracy({ useful, wasted }: CacheStats): number {
  return share(useful, useful + wasted);
}

/**
 * The share of loads that were begun before they were requested: useful / (useful + misses); 0
 * without any.
 */
export function coverage({ useful, misses }: CacheStats): number {
  return share(useful, useful + misses);
}

/**
 * The share of useful prefetches that were ready when requested: timely / useful; 0 without any.
 */
export function timeliness({ timely, useful }: CacheStats): number {
  return share(timely, useful);
}

/** What the provider is requested a request: (loads + prefetches) / requests; 0 without any. */
export function loadsPerRequest({ loads, prefetches, requests }: CacheStats): number {
  return share(loads + prefetches, requests);
}
