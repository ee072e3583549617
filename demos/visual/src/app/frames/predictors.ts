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

/** Predictors of frames by name; the first one is the default. */
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
