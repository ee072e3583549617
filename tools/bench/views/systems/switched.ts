import { combineLatest, Subject, switchMap } from 'rxjs';
import type { Predictor } from 'rxjs-prefetch-cache';
import type { Item, Key } from '../../../../src/replay/types.js';
import type { ViewSystem } from '../replayViews.js';
import { cacheOf } from './cacheOf.js';

/** A `get` for each key of the view, all anew with each view: what users write without views. */
export function switched(predictor: () => Predictor<Key>): ViewSystem {
  return (bench) => {
    const cache = cacheOf(bench, predictor());
    const view$ = new Subject<readonly Key[]>();
    let complete: (items: readonly Item[]) => void = () => undefined;
    const shown = view$
      .pipe(switchMap((keys) => combineLatest(keys.map((key) => cache.get(key)))))
      .subscribe((items) => complete(items));
    return {
      show(keys, done) {
        complete = done;
        view$.next(keys);
      },
      close() {
        shown.unsubscribe();
        cache.close();
      },
    };
  };
}
