import type { LearningPredictor } from './learningPredictor.js';
import type { Memory } from './models/memory.js';

/**
 * A learning predictor that sorts its predictions into kinds, so that a mixer can measure how often
 * those of a kind come true.
 */
export interface Expert<K> extends Omit<LearningPredictor<K>, 'observed'> {
  readonly name: string;
  /** What it has learned; undefined for an expert without a memory. */
  readonly memory: Memory | undefined;
  /** Assumed likelihood of the predictions of each kind, until some of them were judged. */
  readonly priors: Float64Array;
  /** Predicts keys up to `depth` requests ahead. */
  predictByKind(current: K, history: readonly K[], depth: number, add: AddPrediction<K>): void;
  /**
   * Moves a reader along a history without learning from it, after requests that were not observed.
   */
  resume(reader: number, history: readonly K[]): void;
}

/** Takes a prediction: its key, its kind, and how many requests ahead it is, from 1. */
export type AddPrediction<K> = (key: K, kind: number, ahead: number) => void;

/** Part of a likelihood that remains for each further request ahead. */
const KEPT = 0.98;

/** Factor on the likelihood of a prediction, by how many requests ahead it is. */
export function discount(ahead: number): number {
  return KEPT ** (ahead - 1);
}
