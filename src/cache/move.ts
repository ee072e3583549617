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

/** The moves of the readers of one cache: first `enter`, then `predict` or `predictView`. */
export interface Moves<K> {
  /**
   * Makes a key the current one of a reader, which then has no plan. It calls no user part.
   *
   * @returns the new position
   */
  readonly enter: (reader: ReaderState<K>, key: K, id: unknown) => number;
  /**
   * Asks the predictor, and plans. Returns false if the reader is not at this position any more, or
   * if user parts have moved it on or ended it.
   */
  readonly predict: (
    reader: ReaderState<K>,
    position: number,
    outcome: Access<K>['outcome'],
  ) => boolean;
  /** Begins the prediction of a reader that enters several keys at once. */
  readonly predictView: (reader: ReaderState<K>, view: number) => ViewPrediction<K>;
}

/** The prediction of a view, whose keys are entered one by one. */
export interface ViewPrediction<K> {
  /** Passes the key at this position to the predictor. Returns as `predict`. */
  observe(position: number, outcome: Access<K>['outcome']): boolean;
  /** Plans what all keys of the view predict. Returns as `predict`. */
  end(): boolean;
}

/** The view whose keys a reader enters. */
interface Entered<K> {
  readonly number: number;
  /** Whether a key is resident or in the view. */
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
  const failed = (reader: ReaderState<K>, position: number, error: unknown): void => {
    if (reader.position === position) {
      reader.prediction.size = 0;
      setPlan(reader, NO_PLAN);
      likelihoods.changed(reader);
    }
    emit({ type: 'predictor-error', key: reader.current as K, reader: reader.id, error });
  };

  /** An empty prediction to fill. A move during this one fills another. */
  const startPrediction = (view?: ReaderState<K>['view']): ReaderState<K>['prediction'] => {
    const prediction = spare ?? createPrediction(keyOf);
    spare = undefined;
    prediction.start(view);
    return prediction;
  };
  const observeAccess = (
    reader: ReaderState<K>,
    outcome: Access<K>['outcome'],
    view?: Entered<K>,
  ): void => {
    if (!observe) return;
    const { id, position } = reader;
    const [key, at] = [reader.current as K, now()];
    // The clock may have moved the reader.
    if (reader.position !== position) return;
    if (view)
      observe({ key, at, reader: id, outcome, view: view.number, isResident: view.isResident });
    else observe({ key, at, reader: id, outcome, isResident });
  };
  /** Runs a part of a move. If it throws, the reader has no prediction. */
  const attempt = (
    reader: ReaderState<K>,
    prediction: ReaderState<K>['prediction'],
    part: () => void,
  ): boolean => {
    const { position } = reader;
    try {
      part();
    } catch (error) {
      prediction.start(reader.view);
      failed(reader, position, error);
    }
    return reader.position === position;
  };

  return {
    enter(reader, key, id) {
      reader.position++;
      reader.current = key;
      reader.currentId = id;
      if (reader.dirtyPlace < 0) likelihoods.changed(reader);
      reader.history.push(key);
      // The old plan holds rows of the prediction that is about to be replaced.
      if (reader.plan !== NO_PLAN) setPlan(reader, NO_PLAN);
      return reader.position;
    },
    predict(reader, position, outcome) {
      if (reader.position !== position) return false;
      const prediction = startPrediction();
      beforeMove?.();
      try {
        observeAccess(reader, outcome);
        if (reader.position === position)
          prediction.add(predictor, reader.current as K, reader.history.keys);
        if (reader.position === position) {
          prediction.finish();
          // `keyOf` was called.
          if (reader.position === position) install(reader, prediction);
        }
      } catch (error) {
        failed(reader, position, error);
      }
      return reader.position === position;
    },
    predictView(reader, number) {
      const prediction = startPrediction(reader.view);
      const idOf = keyOf ?? ((key: K) => key);
      const entered: Entered<K> = {
        number,
        isResident: (key) => reader.view?.has(idOf(key)) === true || isResident(key),
      };
      const ask = (): void => prediction.add(predictor, reader.current as K, reader.history.keys);
      /** The position of the last key; 0 before the first. */
      let last = 0;
      return {
        observe(position, outcome) {
          if (reader.position !== position) return false;
          if (last === 0) beforeMove?.();
          last = position;
          return attempt(reader, prediction, () => {
            observeAccess(reader, outcome, entered);
            // A predictor with `observe` knows all keys at the end, and is called once.
            if (!observe && reader.position === position) ask();
          });
        },
        end: () =>
          last > 0 &&
          reader.position === last &&
          attempt(reader, prediction, () => {
            if (observe) ask();
            prediction.finish();
            if (reader.position === last) install(reader, prediction);
          }),
      };
    },
  };
}
