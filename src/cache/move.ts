import type { UntimedEvent } from '../events.js';
import type { Access, AccessPredictor, Predictor } from '../types.js';
import type { Entry } from './entry.js';
import type { Likelihoods } from './likelihoods.js';
import { makePlan } from './plan.js';
import { createPrediction } from './prediction.js';
import { NO_PLAN, type ReaderState } from './readerState.js';
import type { Store } from './store.js';

/** The parts of the cache that a move uses. */
export interface MoveOptions<K, V> {
  readonly predictor: Predictor<K>;
  /** Called before the predictor. */
  readonly beforeMove: (() => void) | undefined;
  readonly lookahead: number;
  readonly keyOf: ((key: K) => unknown) | undefined;
  /** Whether items may expire. */
  readonly canExpire: boolean;
  readonly entries: Store<K, V>['entries'];
  readonly likelihoods: Pick<Likelihoods<K>, 'changed'>;
  /** Called when the plan of a reader has changed. */
  readonly planned: (reader: ReaderState<K>) => void;
  /** Whether a key that is not resident may be planned. */
  readonly isPlannable: (key: K, id: unknown) => boolean;
  readonly isResident: (key: K) => boolean;
  readonly now: () => number;
  readonly emit: (event: UntimedEvent<K>) => void;
}

/**
 * Moves a reader to a key: updates its history, its prediction and its plan. Returns false if user
 * parts have moved it on or ended it.
 */
export type Move<K> = (
  reader: ReaderState<K>,
  key: K,
  id: unknown,
  outcome: Access<K>['outcome'],
) => boolean;

/**
 * Creates the move of the readers of one cache. If the predictor fails, the reader has an empty
 * prediction and an empty plan.
 */
export function createMove<K, V>(options: MoveOptions<K, V>): Move<K> {
  const {
    predictor,
    beforeMove,
    lookahead,
    keyOf,
    canExpire,
    entries,
    likelihoods,
    planned,
    isPlannable,
    isResident,
    now,
    emit,
  } = options;
  // A predictor that is a function has no `observe`.
  const observe = (predictor as Partial<AccessPredictor<K>>).observe?.bind(predictor);
  /** The prediction that the next move fills; undefined while it is being filled. */
  let spare: ReaderState<K>['prediction'] | undefined;
  let at = 0;
  const isExpired = canExpire ? ({ expires = Infinity }: Entry<K, V>) => expires <= at : undefined;

  /**
   * Installs a prediction, and plans its absent keys. If all keys are resident it makes no plan.
   */
  const install = (reader: ReaderState<K>, prediction: ReaderState<K>['prediction']): void => {
    spare = reader.prediction;
    reader.prediction = prediction;
    if (reader.dirtyPlace < 0) likelihoods.changed(reader);
    if (isExpired) at = now();
    const { absent } = reader;
    const count =
      prediction.size > 0
        ? entries.findAbsent(prediction.ids, prediction.size, absent, isExpired)
        : 0;
    const plan =
      count > 0 ? makePlan(reader, absent.slice(0, count), lookahead, isPlannable) : undefined;
    if (plan) setPlan(reader, plan.length > 0 ? plan : NO_PLAN);
  };
  const setPlan = (reader: ReaderState<K>, plan: readonly number[]): void => {
    if (reader.plan === plan) return;
    reader.plan = reader.open = plan;
    reader.considered = 0;
    planned(reader);
  };
  const fail = (reader: ReaderState<K>): void => {
    reader.prediction.size = 0;
    setPlan(reader, NO_PLAN);
    likelihoods.changed(reader);
  };

  return (reader, key, id, outcome) => {
    const position = ++reader.position;
    reader.current = key;
    reader.currentId = id;
    if (reader.dirtyPlace < 0) likelihoods.changed(reader);
    const history = reader.history.push(key);
    // The old plan holds rows of the prediction that is about to be replaced.
    if (reader.plan !== NO_PLAN) setPlan(reader, NO_PLAN);
    // A predictor may request a key, and so move this reader on. That move fills a prediction of
    // its own.
    const prediction = spare ?? createPrediction(keyOf);
    spare = undefined;
    beforeMove?.();
    try {
      if (observe) {
        const time = now();
        if (reader.position === position)
          observe({ key, at: time, reader: reader.id, outcome, isResident });
      }
      if (reader.position === position) prediction.fill(predictor, key, history);
      if (reader.position === position) install(reader, prediction);
    } catch (error) {
      if (reader.position === position) fail(reader);
      emit({ type: 'predictor-error', key: reader.current, reader: reader.id, error });
    }
    return reader.position === position;
  };
}
