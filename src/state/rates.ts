import type { CacheStats } from '../types.js';

const share = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);

/** The share of requests whose item was resident: hits / requests; 0 without requests. */
export function hitRate({ hits, requests }: CacheStats): number {
  return share(hits, requests);
}

/**
 * The share of useful prefetches: useful / (useful + wasted); 0 without any.
 *
 * Prefetches that may still be requested do not count.
 */
export function accuracy({ useful, wasted }: CacheStats): number {
  return share(useful, useful + wasted);
}

/**
 * The share of needed loads that began before their request.
 *
 * useful / (useful + misses); 0 without any.
 */
export function coverage({ useful, misses }: CacheStats): number {
  return share(useful, useful + misses);
}

/** The share of useful prefetches that were complete: timely / useful; 0 without any. */
export function timeliness({ timely, useful }: CacheStats): number {
  return share(timely, useful);
}

/** Loads per request: (loads + prefetches + revalidations) / requests; 0 without requests. */
export function loadsPerRequest({
  loads,
  prefetches,
  revalidations,
  requests,
}: CacheStats): number {
  return share(loads + prefetches + revalidations, requests);
}
