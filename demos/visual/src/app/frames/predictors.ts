import { distanceDecay, dynamicData, dynamicDistanceDecay, type Predictor } from 'rxjs-prefetch-cache';

/** The jumps of the buttons. */
const possibleJumps = [-15, -5, -1, 1, 5, 15];

/** The predictors of frames to choose from, by name; the first is what one begins with. */
export const predictors: Readonly<Record<string, () => Predictor<number>>> = {
  dynamicData: () => dynamicData({ possibleJumps }),
  dynamicDistanceDecay: () => dynamicDistanceDecay(),
  distanceDecay: () => distanceDecay(),
};
