import type { Control, Predictor } from 'rxjs-prefetch-cache';

/**
 * What a cache foresees with: a predictor, and what decides on what it says, if that is not its
 * own.
 */
export interface Foresight<K> {
  readonly predictor: Predictor<K>;
  readonly control?: Control<K>;
}

/** Those to choose from, by name. */
export type Foresights<K> = Readonly<Record<string, () => Foresight<K>>>;
