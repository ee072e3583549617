import { askPredictor } from '../predictors/askPredictor.js';
import type { Access, AccessPredictor, KeyIdentity, Predictor } from '../types.js';

/** A predictor of identities, which `auto` treats as if they were keys, for the keys of a cache. */
export function withIdentity<K>(
  predictor: AccessPredictor<K>,
  { write, read }: KeyIdentity<K>,
): Required<Pick<AccessPredictor<K>, 'observe' | 'predict' | 'ended'>> {
  /** The keys of the last prediction, by their identities. */
  const predicted = new Map<unknown, K>();
  /** Whether the cache takes equal objects for different keys, so that no prefetch is ever used. */
  let isWithoutIdentity = false;
  const inner = translated(
    predictor,
    (key) => write(key) as K,
    (id) => read(id as string),
  );
  return {
    ...inner,
    observe(access) {
      const { key, outcome, view } = access;
      if (outcome === 'hit') isWithoutIdentity = false;
      else if (view === undefined && predicted.size > 0) {
        const equal = predicted.get(write(key));
        isWithoutIdentity ||= outcome === 'miss' && equal !== undefined && access.isResident(equal);
      }
      if (isWithoutIdentity)
        throw new TypeError(
          'Expected the cache to have the option `keyOf`, as `identity` of `auto` does: equal objects are different keys without it',
        );
      inner.observe(access);
    },
    predict(current, history, add) {
      predicted.clear();
      inner.predict(current, history, (key, likelihood) => {
        predicted.set(write(key), key);
        add(key, likelihood);
      });
    },
  };
}

/** A predictor of keys, for the identities of `auto`. */
export function ofIdentities<K>(
  predictor: Predictor<K>,
  { write, read }: KeyIdentity<K>,
): AccessPredictor<K> {
  const { observe, ...rest } = translated(
    predictor,
    (id) => read(id as string),
    (key) => write(key) as K,
  );
  // A predictor without `observe` is called for each key of a view.
  return typeof predictor === 'object' && predictor.observe ? { ...rest, observe } : rest;
}

/**
 * A predictor for other keys than its own.
 *
 * @param toOwn - its own key of another one; undefined for one that it does not learn of
 * @param toOther - the other key of its own one; undefined leaves a prediction out
 */
function translated<K>(
  predictor: Predictor<K>,
  toOwn: (other: K) => K | undefined,
  toOther: (own: K) => K | undefined,
): Required<Pick<AccessPredictor<K>, 'observe' | 'predict' | 'ended'>> {
  const parts = predictor as Partial<AccessPredictor<K>>;
  return {
    observe(access: Access<K>) {
      const key = toOwn(access.key);
      if (key === undefined) return;
      parts.observe?.({
        ...access,
        key,
        isResident(own) {
          const other = toOther(own);
          return other !== undefined && access.isResident(other);
        },
      });
    },
    predict(current, history, add) {
      const own = toOwn(current);
      if (own === undefined) return;
      const known = history.map(toOwn).filter((key) => key !== undefined);
      askPredictor(predictor, own, known, (key, likelihood) => {
        const other = toOther(key);
        if (other !== undefined) add(other, likelihood);
      });
    },
    ended: (reader) => parts.ended?.(reader),
  };
}
