import type { ModelOwner } from '../../operators/keepModel.js';

/** A predictor of which only the model matters: a list of what it was taught. */
export interface FakeLearner extends ModelOwner {
  readonly known: readonly string[];
  /** Times that it was asked for a whole model, with the size of each. */
  readonly sizes: readonly number[];
  /** Saves in slices that have not ended. */
  running(): number;
  learn(what: string): void;
  observed(): number;
}

/** Learns texts; a model in slices has one text a slice. */
export function createFakeLearner(...known: string[]): FakeLearner {
  let observed = known.length;
  let running = 0;
  const sizes: number[] = [];
  return {
    known,
    sizes,
    learn(what) {
      observed++;
      known.push(what);
    },
    observed: () => observed,
    running: () => running,
    toJSON({ maxCharacters }) {
      sizes.push(maxCharacters);
      return [...known];
    },
    *saveInSlices() {
      running++;
      try {
        const model: string[] = [];
        for (const what of known) {
          model.push(what);
          yield;
        }
        return model;
      } finally {
        running--;
      }
    },
    restore(saved) {
      if (!Array.isArray(saved)) throw new TypeError('no list');
      known.splice(0, Infinity, ...(saved as string[]));
    },
  };
}
