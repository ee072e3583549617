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
  readonly ttl: number;
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

/** The moves of the readers of one cache. */
export interface Moves<K> {
  /**
   * Moves a reader to a key: updates its history, its prediction and its plan. Returns false if
   * user parts have moved it on or ended it.
   */
  readonly move: (
    reader: ReaderState<K>,
    key: K,
    id: unknown,
    outcome: Access<K>['outcome'],
  ) => boolean;
  /** Begins the move of a reader to the keys that enter a view. @param view - its number */
  readonly moveView: (reader: ReaderState<K>, view: number) => ViewMove<K>;
}

/** The move of a reader to several keys, with one prediction and one plan. */
export interface ViewMove<K> {
  /** Moves the reader to the next key. Returns as `move`. */
  enter(key: K, id: unknown, outcome: Access<K>['outcome']): boolean;
  /** Installs the prediction and the plan, unless the reader has moved on. Returns as `move`. */
  end(): boolean;
}

/** Keys of a view for which a predictor without `observe` is asked at most: the most important. */
const MAX_ASKED = 32;

/** The view that a reader moves to. */
interface Entered<K> {
  readonly number: number;
  /** Keys of it that have moved the reader. */
  keys: number;
  /** Whether a key is in the view, or resident. */
  readonly isResident: Access<K>['isResident'];
}

/**
 * Creates the moves of the readers of one cache. If the predictor fails, the reader has an empty
 * prediction and an empty plan.
 */
export function createMoves<K, V>(options: MoveOptions<K, V>): Moves<K> {
  const {
    predictor,
    beforeMove,
    lookahead,
    keyOf,
    ttl,
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
  const isExpired =
    ttl < Infinity ? ({ expires = Infinity }: Entry<K, V>) => expires <= at : undefined;

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
  const failed = (reader: ReaderState<K>, position: number, error: unknown): void => {
    if (reader.position === position) {
      reader.prediction.size = 0;
      setPlan(reader, NO_PLAN);
      likelihoods.changed(reader);
    }
    emit({ type: 'predictor-error', key: reader.current as K, reader: reader.id, error });
  };

  /** An empty prediction to fill. A move during this one fills another. */
  const startPrediction = (): ReaderState<K>['prediction'] => {
    const prediction = spare ?? createPrediction(keyOf);
    spare = undefined;
    prediction.start();
    return prediction;
  };
  /** Adds what the predictor names after the current key. */
  const ask = (reader: ReaderState<K>, prediction: ReaderState<K>['prediction']): boolean => {
    const { position, current, history } = reader;
    try {
      prediction.add(predictor, current as K, history.keys);
    } catch (error) {
      prediction.start();
      failed(reader, position, error);
    }
    return reader.position === position;
  };
  /**
   * Makes a key the current one, and adds what the predictor then names. A predictor with `observe`
   * is asked at the end of a view.
   */
  const enter = (
    reader: ReaderState<K>,
    prediction: ReaderState<K>['prediction'],
    key: K,
    id: unknown,
    outcome: Access<K>['outcome'],
    view?: Entered<K>,
  ): boolean => {
    const position = ++reader.position;
    reader.current = key;
    reader.currentId = id;
    if (reader.dirtyPlace < 0) likelihoods.changed(reader);
    const history = reader.history.push(key);
    // The old plan holds rows of the prediction that is about to be replaced.
    if (reader.plan !== NO_PLAN) setPlan(reader, NO_PLAN);
    const nth = view ? view.keys++ : 0;
    if (nth === 0) beforeMove?.();
    try {
      if (observe) {
        const time = now();
        if (reader.position === position)
          observe({
            key,
            at: time,
            reader: reader.id,
            outcome,
            isResident: view?.isResident ?? isResident,
            ...(view && { view: view.number }),
          });
      }
      const isAsked = !view || (!observe && nth < MAX_ASKED);
      if (isAsked && reader.position === position) prediction.add(predictor, key, history);
    } catch (error) {
      prediction.start();
      failed(reader, position, error);
    }
    return reader.position === position;
  };
  const end = (reader: ReaderState<K>, prediction: ReaderState<K>['prediction']): boolean => {
    const { position } = reader;
    try {
      prediction.finish();
      if (reader.position === position) install(reader, prediction);
    } catch (error) {
      failed(reader, position, error);
    }
    return reader.position === position;
  };

  return {
    move(reader, key, id, outcome) {
      const prediction = startPrediction();
      return enter(reader, prediction, key, id, outcome) && end(reader, prediction);
    },
    moveView(reader, view) {
      const prediction = startPrediction();
      let position: number | undefined;
      const entered: Entered<K> = {
        number: view,
        keys: 0,
        isResident: (key) => reader.view?.has(keyOf ? keyOf(key) : key) === true || isResident(key),
      };
      return {
        enter(key, id, outcome) {
          const isCurrent = enter(reader, prediction, key, id, outcome, entered);
          if (isCurrent) position = reader.position;
          return isCurrent;
        },
        end: () =>
          reader.position === position &&
          (!observe || ask(reader, prediction)) &&
          end(reader, prediction),
      };
    },
  };
}
