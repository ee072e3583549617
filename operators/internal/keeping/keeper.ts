import {
  catchError,
  concatMap,
  defer,
  map,
  merge,
  of,
  take,
  throwError,
  type Observable,
  type OperatorFunction,
} from 'rxjs';
import type { ModelErrorEvent, ModelEvent } from '../../../src/keeping/modelEvents.js';
import { then, type Answer, type ModelSlot } from '../../../src/keeping/modelStorage.js';
import { readText, writeText, type ModelLabel } from '../../../src/keeping/savedText.js';
import type { Timer } from '../timerOf.js';
import { ask } from './ask.js';
import { slices } from './slices.js';

/** A predictor whose model can be saved: `auto()`, `markov()` and others that learn. */
export interface ModelOwner {
  /**
   * How many requests it has observed: the model is saved only when it has changed.
   * @defaultValue unknown: each save writes
   */
  observed?(): number;
  /** What was learned, as plain data of JSON, of about `maxCharacters` characters at most. */
  toJSON(options: { readonly maxCharacters: number }): unknown;
  /** The same in slices of a few ms; its return value is the model. */
  saveInSlices?(options: { readonly maxCharacters: number }): Generator<void, unknown>;
  /** Takes over a saved model, and throws if it does not fit. */
  restore(saved: unknown): void;
}

/** An event without the fields that all have. */
export type BareModelEvent = ModelEvent extends infer E
  ? E extends ModelEvent
    ? Omit<E, 'name' | 'at'>
    : never
  : never;

/** Loads, saves and removes one model. Its observables emit once, complete, and never error. */
export interface Keeper {
  /** Whether the predictor may have learned something since the last save. */
  hasNews(): boolean;
  /** From now on a stored model is not taken over, and not replaced if it was never loaded. */
  close(): void;
  /** Emits whether a model was restored. */
  readonly load$: Observable<boolean>;
  /**
   * Emits whether the storage has what was learned.
   * @param pace - `'idle'`: in slices, unless `hurry$` emits
   */
  save(pace: 'now' | 'idle'): Observable<boolean>;
  /** Emits whether the storage has removed the model. */
  readonly remove$: Observable<boolean>;
}

/** What a keeper needs. */
export interface KeeperOptions extends ModelLabel {
  readonly slot: () => Answer<ModelSlot>;
  readonly maxCharacters: number;
  readonly timeout: number;
  readonly timer: Timer;
  /** Whether slices run in idle periods of the page, where these exist. */
  readonly usesIdle: boolean;
  readonly now: () => number;
  readonly emit: (event: BareModelEvent) => void;
  /** Ends a save in slices: the rest is done in the same call. */
  readonly hurry$: Observable<unknown>;
}

/** Part of the characters with which a save is tried again if the storage is full. */
const SMALLER = 1 / 4;
/** The least size of a model: predictors refuse a smaller one. */
export const MIN_CHARACTERS = 1000;

// One idea: the stored model is never replaced before it was read.
export function createKeeper(predictor: ModelOwner, options: KeeperOptions): Keeper {
  const { slot, timeout, timer, usesIdle, now, emit, hurry$ } = options;
  let { maxCharacters } = options;
  /** Whether the storage has answered what it has. */
  let isLoaded = false;
  let isClosed = false;
  /** `observed` of the model that the storage has. */
  let saved: number | undefined = 0;

  const withSlot = <T>(use: (slot: ModelSlot) => Answer<T>): Observable<T> =>
    ask(() => then(slot(), use), timeout, timer);
  const reported = (during: ModelErrorEvent['during']): OperatorFunction<boolean, boolean> =>
    catchError((error: unknown) => {
      emit({ type: 'model-error', during, error });
      return of(false);
    });

  // ---- Load.

  const restore = (stored: unknown): boolean => {
    const read = readText(stored, options);
    if ('reason' in read) {
      emit({ type: 'model-dropped', ...read });
      return false;
    }
    const { model, savedAt, characters } = read;
    try {
      predictor.restore(model);
    } catch (error) {
      emit({ type: 'model-dropped', reason: 'unfit', error });
      return false;
    }
    saved = predictor.observed?.();
    emit({ type: 'model-restored', age: Math.max(now() - savedAt, 0), characters });
    return true;
  };
  /** Called by each answer, also by one that comes after the timeout: the first one counts. */
  const takeOver = (stored: unknown): boolean => {
    const isEmpty = stored === null || stored === undefined || stored === '';
    if (isLoaded || (isClosed && !isEmpty)) return false;
    isLoaded = true;
    return !isEmpty && restore(stored);
  };
  const load$ = withSlot((slot) => then(slot.read(), takeOver)).pipe(reported('load'));

  // ---- Save.

  const takeModel = (): Learned => ({
    observed: predictor.observed?.(),
    model: predictor.toJSON({ maxCharacters }),
  });
  const takeModelInSlices = (): Observable<Learned> => {
    const generator = predictor.saveInSlices?.({ maxCharacters });
    if (!generator) return of(takeModel());
    const observed = predictor.observed?.();
    return merge(
      slices(generator, timer, usesIdle).pipe(map((model) => ({ observed, model }))),
      hurry$.pipe(map(takeModel)),
    ).pipe(take(1));
  };
  const write = (pace: 'now' | 'idle'): Observable<boolean> =>
    defer(() => {
      const startedAt = now();
      const learned$ = pace === 'now' ? defer(() => of(takeModel())) : takeModelInSlices();
      return learned$.pipe(
        concatMap(({ model, observed }) => {
          const text = writeText(model, options, now());
          return withSlot((slot) => slot.write(text)).pipe(
            map(() => {
              saved = observed;
              const duration = Math.max(now() - startedAt, 0);
              emit({ type: 'model-saved', characters: text.length, duration });
              return true;
            }),
          );
        }),
      );
    });
  const writeLess = (error: unknown): Observable<boolean> => {
    if (!isQuota(error)) return throwError(() => error);
    emit({ type: 'model-error', during: 'save', error });
    maxCharacters = Math.max(Math.ceil(maxCharacters * SMALLER), MIN_CHARACTERS);
    return write('now');
  };

  const keeper: Keeper = {
    hasNews: () => predictor.observed === undefined || predictor.observed() !== saved,
    close() {
      isClosed = true;
    },
    load$,
    save: (pace) =>
      defer(() => (isLoaded ? of(true) : load$)).pipe(
        concatMap(() => {
          if (!isLoaded || !keeper.hasNews()) return of(isLoaded);
          return write(pace).pipe(catchError(writeLess));
        }),
        reported('save'),
      ),
    remove$: withSlot((slot) => slot.remove()).pipe(
      map(() => true),
      reported('remove'),
    ),
  };
  return keeper;
}

/** A model, and how many requests it was learned from. */
interface Learned {
  readonly model: unknown;
  readonly observed: number | undefined;
}

/** Whether a storage is full: browsers have several errors for it. */
function isQuota(error: unknown): boolean {
  return /quota/i.test(String((error as { readonly name?: unknown } | null | undefined)?.name));
}
