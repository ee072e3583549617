import { askPredictor } from '../predictors/askPredictor.js';
import type { Access, AccessPredictor, Predictor } from '../types.js';

/** The identity of keys that are objects as a string, and the way back. */
export interface KeyIdentity<K> {
  /** The identity of a key, as `keyOf` of the cache gives it. It has steps by its numbers. */
  readonly write: (key: K) => string;
  /**
   * The key of an identity, also of one that was never requested, to which a step leads; undefined
   * if there is no such key, which is then not predicted.
   */
  readonly read: (id: string) => K | undefined;
}

/** A predictor of identities, which `auto` treats as if they were keys, for the keys of a cache. */
export function withIdentity<K>(
  predictor: AccessPredictor<K>,
  { write, read }: KeyIdentity<K>,
): Required<Pick<AccessPredictor<K>, 'observe' | 'predict' | 'ended'>> {
  return translated(
    predictor,
    (key) => write(key) as K,
    (id) => read(id as string),
  );
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
 * @param toOwn - its own key of another one
 * @param toOther - the other key of its own one; undefined leaves a prediction out
 */
function translated<K>(
  predictor: Predictor<K>,
  toOwn: (other: K) => K | undefined,
  toOther: (own: K) => K | undefined,
): Required<Pick<AccessPredictor<K>, 'observe' | 'predict' | 'ended'>> {
  const parts = predictor as Partial<AccessPredictor<K>>;
  return {
    observe: (access: Access<K>) =>
      parts.observe?.({
        ...access,
        key: toOwn(access.key) as K,
        isResident(own) {
          const other = toOther(own);
          return other !== undefined && access.isResident(other);
        },
      }),
    predict(current, history, add) {
      const own = history.map((key) => toOwn(key) as K);
      askPredictor(predictor, toOwn(current) as K, own, (key, likelihood) => {
        const other = toOther(key);
        if (other !== undefined) add(other, likelihood);
      });
    },
    ended: (reader) => parts.ended?.(reader),
  };
}
