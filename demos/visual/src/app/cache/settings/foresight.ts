import type { Control, Predictor } from 'rxjs-prefetch-cache';

/** A predictor, with a control if it has none of its own. */
export interface Foresight<K> {
  readonly predictor: Predictor<K>;
  readonly control?: Control<K>;
}

/** Choices of predictors, by name. */
export type Foresights<K> = Readonly<Record<string, () => Foresight<K>>>;
