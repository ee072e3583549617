import { DestroyRef, effect, inject, signal, untracked, type Signal } from '@angular/core';
import type { Subscription } from 'rxjs';
import type { PrefetchCache } from 'rxjs-prefetch-cache';
import type { Tile } from './tile.js';

/** State of a visible tile. */
export type Sight =
  { readonly status: 'waiting' | 'failed' } | { readonly status: 'shown'; readonly tile: Tile };

/**
 * Requests each tile when it becomes visible, and unsubscribes it when it leaves, which stops an
 * unwanted load. A failed tile is requested again when the map moves.
 *
 * @param keys - keys of visible tiles, in the order of their requests
 * @returns the state of each
 */
export function injectSights(
  cache: Signal<PrefetchCache<string, Tile> | undefined>,
  keys: Signal<readonly string[]>,
): Signal<ReadonlyMap<string, Sight>> {
  const sights = signal<ReadonlyMap<string, Sight>>(new Map());
  const asked = new Map<string, Subscription>();
  let asking: PrefetchCache<string, Tile> | undefined;

  const see = (key: string, sight: Sight): void =>
    sights.update((all) => new Map(all).set(key, sight));
  const letGo = (key: string): void => {
    asked.get(key)?.unsubscribe();
    asked.delete(key);
    sights.update((all) => new Map([...all].filter(([other]) => other !== key)));
  };
  const ask = (from: PrefetchCache<string, Tile>, key: string): void => {
    see(key, { status: 'waiting' });
    const subscription = from.get(key).subscribe({
      next: (tile) => see(key, { status: 'shown', tile }),
      error: () => see(key, { status: 'failed' }),
    });
    asked.set(key, subscription);
  };

  effect(() => {
    const [from, wanted] = [cache(), keys()];
    untracked(() => {
      const isOther = from !== asking;
      asking = from;
      const inSight = new Set(wanted);
      for (const key of [...asked.keys()])
        if (isOther || !inSight.has(key) || sights().get(key)?.status === 'failed') letGo(key);
      if (from) for (const key of wanted) if (!asked.has(key)) ask(from, key);
    });
  });
  inject(DestroyRef).onDestroy(() => {
    for (const subscription of asked.values()) subscription.unsubscribe();
  });
  return sights.asReadonly();
}
