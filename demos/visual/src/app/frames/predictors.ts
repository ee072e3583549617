import {
  adaptive,
  auto,
  distanceDecay,
  dynamicData,
  dynamicDistanceDecay,
} from 'rxjs-prefetch-cache';
import type { Foresights } from '../cache/settings/foresight.js';

/** The jumps of the buttons. */
const possibleJumps = [-15, -5, -1, 1, 5, 15];

/** The predictors of frames to choose from, by name; the first is what one begins with. */
export const predictors: Foresights<number> = {
  auto: () => ({ predictor: auto<number>() }),
  dynamicData: () => ({ predictor: dynamicData({ possibleJumps }) }),
  'dynamicData, adaptive': () => ({
    predictor: dynamicData({ possibleJumps }),
    control: adaptive<number>(),
  }),
  dynamicDistanceDecay: () => ({ predictor: dynamicDistanceDecay() }),
  distanceDecay: () => ({ predictor: distanceDecay() }),
};
