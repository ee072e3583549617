import { of, type Observable } from 'rxjs';
import {
  lru,
  prefetchCache,
  type CacheEvent,
  type CacheState,
  type EvictionPolicy,
  type Provider,
} from 'rxjs-prefetch-cache';

// Names that snippets in comments use without a declaration.

/** Address of tiles. */
export const url = 'https://example.org/tiles';

/** Loads a frame at once. */
export function loadFrame(frame: number): Observable<string> {
  return of(`frame ${frame}`);
}

/** A cache of frames. */
export const frames = prefetchCache(loadFrame, (frame: number) => [[frame + 1, 1]]);

/** Any cache. */
export const cache = prefetchCache(loadFrame, () => []);

/** Events of a frame that was requested and stored. */
export const recorded: readonly CacheEvent<number>[] = [
  { type: 'miss', key: 1, at: 0, reader: 1, moved: true },
  { type: 'load-start', key: 1, at: 0 },
  { type: 'load-success', key: 1, at: 5, duration: 5 },
  { type: 'store', key: 1, at: 5, bytes: 0, from: 'demand', unrequested: false },
];

/** A part of a view. */
export function drawTimeline(residents: CacheState<number>['residents']): void {
  residents.flat();
}

/** A predictor of a user's own. */
export function nextPage(): (page: string) => [string, number][] {
  return (page) => [[`p${Number(page.slice(1)) + 1}`, 1]];
}

/** A policy of a user's own. */
export function mine(): EvictionPolicy<number> {
  return lru();
}

/** A provider of a user's own. */
export function tiles(
  from: string,
): Provider<string, { readonly id: string; readonly from: string }> {
  return (id) => of({ id, from });
}
