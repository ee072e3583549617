import type { LearningPredictor } from '../learningPredictor.js';

/**
 * Makes a predictor that can be restored at any time: it is replaced by a new one with the saved
 * memory, and stays as it is if the memory does not fit.
 */
export function restorable<K>(create: () => LearningPredictor<K>): LearningPredictor<K> {
  let predictor = create();
  return {
    observe: (access) => predictor.observe(access),
    ended: (reader) => predictor.ended(reader),
    predict: (current, history, add) => predictor.predict(current, history, add),
    toJSON: (options) => predictor.toJSON(options),
    restore(learned) {
      const fresh = create();
      fresh.restore(learned);
      predictor = fresh;
    },
  };
}
