import { Subject } from 'rxjs';
import type { Predictor } from 'rxjs-prefetch-cache';
import type { Item, Key } from '../../../../src/replay/types.js';
import type { ViewSystem } from '../replayViews.js';
import { cacheOf } from './cacheOf.js';

/**
 * The keys that enter, one by one through one reader. The program itself keeps the items of the keys
 * that stay. Loads of keys that left run on.
 */
export function oneByOne(predictor: () => Predictor<Key>): ViewSystem {
  return (bench) => {
    const cache = cacheOf(bench, predictor());
    const key$ = new Subject<Key>();
    let complete: (items: readonly Item[]) => void = () => undefined;
    /** The keys of the view, each with its item once it is there. */
    let shown = new Map<Key, Item | undefined>();
    const tell = (): void => {
      const items = [...shown.values()];
      if (items.every((item) => item !== undefined)) complete(items);
    };
    key$.pipe(cache.with({ order: 'merge' })).subscribe((item) => {
      if (!shown.has(item.key)) return;
      shown.set(item.key, item);
      tell();
    });
    return {
      show(keys, done) {
        const before = shown;
        shown = new Map(keys.map((key) => [key, before.get(key)]));
        complete = done;
        for (const key of shown.keys()) if (!before.has(key)) key$.next(key);
        tell();
      },
      close: () => cache.close(),
    };
  };
}
