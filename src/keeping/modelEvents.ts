/** Fields of every event of a kept model. */
interface ModelEventBase<T extends string> {
  readonly type: T;
  /** The option `name`. */
  readonly name: string;
  /** Time of the scheduler, in milliseconds; by default since 1970. */
  readonly at: number;
}

/** The predictor has taken over the saved model. */
export interface ModelRestoredEvent extends ModelEventBase<'model-restored'> {
  /** Milliseconds since the model was saved; 0 if the clock was set back. */
  readonly age: number;
  /** Length of the stored text. */
  readonly characters: number;
}

/**
 * Why a stored model is not used. `corrupted`: it is no JSON; `foreign`: `keepModel` did not save
 * it under this name; `version`: it was saved with another option `version`; `unfit`: the predictor
 * refuses it, as it has other experts, or is of another release.
 */
export type DropReason = 'corrupted' | 'foreign' | 'version' | 'unfit';

/** The stored model is not used, and the next save replaces it. */
export interface ModelDroppedEvent extends ModelEventBase<'model-dropped'> {
  readonly reason: DropReason;
  /** What does not fit. */
  readonly error: unknown;
}

/** The storage has confirmed a save. */
export interface ModelSavedEvent extends ModelEventBase<'model-saved'> {
  /** Length of the stored text. */
  readonly characters: number;
  /** Milliseconds from the begin of the save to the answer of the storage. */
  readonly duration: number;
}

/** The storage or the predictor failed, or the storage did not answer in time. */
export interface ModelErrorEvent extends ModelEventBase<'model-error'> {
  /** What failed. */
  readonly during: 'load' | 'save' | 'remove';
  readonly error: unknown;
}

/** What happens to a kept model: discriminate by `type`. */
export type ModelEvent = ModelRestoredEvent | ModelDroppedEvent | ModelSavedEvent | ModelErrorEvent;
