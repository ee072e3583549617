import { attached, isResting, resident, type Past } from '../past.js';
import type { Item } from '../log.js';
import type { Fail, Fold } from './fold.js';

/** An expired item that requests got, so many, and whether its key has been loaded anew. */
interface Stale {
  readonly item: Item;
  hits: number;
  isLoaded: boolean;
}

/** Law 24: which keys are loaded anew, and when. */
export const revalidations: Fold = (fail) => {
  /** Keys that must be loaded anew by `reload`, and are not yet. */
  const reloaded = new Set<number>();
  /** Expired items that requests got since the last quiet moment, by key. */
  const stale = new Map<number, Stale>();
  return (past, step) => {
    switch (step.type) {
      case 'reload':
        if (!past.isClosed) reloaded.add(step.id);
        return;
      case 'reloaded':
        if (reloaded.delete(step.id) && !attached(past, step.id) && !past.isClosed)
          fail(24, `reload(${step.id}) begins no load`);
        return;
      case 'hit': {
        const found = resident(past, step.key, step.at);
        const hits = (stale.get(step.key)?.hits ?? 0) + 1;
        if (step.stale && found) stale.set(step.key, { item: found.item, hits, isLoaded: false });
        return;
      }
      case 'revalidate-start': {
        const isReload = reloaded.delete(step.key);
        const one = stale.get(step.key);
        // A request of a predictor may have begun a load that has failed before.
        if (!isReload && !(one && one.hits-- > 0))
          fail(24, `key ${step.key} is loaded anew for nobody`);
        if (one) one.isLoaded = true;
        if (!isReload && isResting(past, step.key, step.at))
          fail(24, `key ${step.key} is loaded anew while it rests`);
        return;
      }
      case 'load-error':
      case 'prefetch-error':
      case 'revalidate-error': {
        const one = stale.get(step.key);
        if (one) one.isLoaded = true;
        return;
      }
      case 'quiet':
        for (const [id, { item, isLoaded }] of stale)
          if (!isLoaded) judgeStale(past, id, item, step.at, fail);
        stale.clear();
        return;
      default:
    }
  };
};

/** After a request got an expired item, its key is in flight or rests, unless the item has left. */
function judgeStale(past: Past, id: number, item: Item, at: number, fail: Fail): void {
  const isSame = resident(past, id, at)?.item === item;
  const mayRest = isResting(past, id, at) || (past.forgotten.get(id) ?? 0) > at;
  if (isSame && !attached(past, id) && !mayRest && !past.isClosed)
    fail(24, `a request got expired item ${item.n}, and key ${id} is not loaded anew`);
}
