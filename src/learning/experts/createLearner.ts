import type { Expert } from '../expert.js';
import type { LearningPredictor } from '../learningPredictor.js';

/**
 * Makes an expert that is used alone a learning predictor: `restore` replaces the expert as a whole.
 *
 * @param create - makes the expert, without any memory
 */
export function createLearner<K>(create: () => Expert<K>): LearningPredictor<K> {
  let expert = create();
  let observed = 0;
  return {
    observed: () => observed,
    observe(access) {
      observed++;
      expert.observe(access);
    },
    ended: (reader) => expert.ended(reader),
    predict: (current, history, add) => expert.predict(current, history, add),
    toJSON: (options) => expert.toJSON(options),
    restore(learned) {
      const restored = create();
      restored.restore(learned);
      expert = restored;
    },
  };
}
