import { Subject } from 'rxjs';
import type { Predictor } from 'rxjs-prefetch-cache';
import type { Item, Key } from '../../../../src/replay/types.js';
import type { ViewSystem } from '../replayViews.js';
import { cacheOf } from './cacheOf.js';

/** The views through `cache.view`. */
export function viewing(predictor: () => Predictor<Key>): ViewSystem {
  return (bench) => {
    const cache = cacheOf(bench, predictor());
    const view$ = new Subject<readonly Key[]>();
    let complete: (items: readonly Item[]) => void = () => undefined;
    let count = 0;
    view$.pipe(cache.view).subscribe((view) => {
      const items = [...view.values()].flatMap((outcome) =>
        outcome.status === 'fulfilled' ? [outcome.value] : [],
      );
      if (items.length === count) complete(items);
    });
    return {
      show(keys, done) {
        complete = done;
        count = new Set(keys).size;
        view$.next(keys);
      },
      close: () => cache.close(),
    };
  };
}
