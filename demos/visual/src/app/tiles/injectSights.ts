import { computed, type Signal } from '@angular/core';
import { toObservable, toSignal } from '@angular/core/rxjs-interop';
import { of, switchMap } from 'rxjs';
import type { PrefetchCache, Settled } from 'rxjs-prefetch-cache';
import type { Tile } from './tile.js';

/** State of a visible tile. */
export type Sight =
  { readonly status: 'waiting' | 'failed' } | { readonly status: 'shown'; readonly tile: Tile };

/**
 * Reads the visible tiles as a view of the cache: tiles that stay keep their load, and those that
 * leave release it. A failed tile is requested again when the map moves.
 *
 * @param keys - keys of visible tiles, in the order of their requests
 * @returns the state of each
 */
export function injectSights(
  cache: Signal<PrefetchCache<string, Tile> | undefined>,
  keys: Signal<readonly string[]>,
): Signal<ReadonlyMap<string, Sight>> {
  const keys$ = toObservable(keys);
  const items = toSignal(
    toObservable(cache).pipe(switchMap((from) => (from ? keys$.pipe(from.view) : of(undefined)))),
  );
  return computed(() => new Map(keys().map((key) => [key, sightOf(items()?.get(key))])));
}

function sightOf(item: Settled<string, Tile> | undefined): Sight {
  if (!item) return { status: 'waiting' };
  return item.status === 'fulfilled' ? { status: 'shown', tile: item.value } : { status: 'failed' };
}
