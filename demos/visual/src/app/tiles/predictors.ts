import { adaptive, auto, spatial, type PredictFunction } from 'rxjs-prefetch-cache';
import type { Foresights } from '../cache/settings/foresight.js';
import { keyOf, placeOf } from './place.js';

/** How far around a tile the neighbours go. */
const reach = 4;

/**
 * The tiles around one, the nearer the likelier, and the tile that it is a part of: what a user
 * might write.
 */
const neighbours: PredictFunction<string> = (current) => {
  const { z, x, y } = placeOf(current);
  const said: [string, number][] = [];
  for (let down = -reach; down <= reach; down++) {
    for (let across = -reach; across <= reach; across++) {
      const place = { z, x: x + across, y: y + down };
      if (place.x >= 0 && place.y >= 0 && (across !== 0 || down !== 0))
        said.push([keyOf(place), 1 / (across * across + down * down)]);
    }
  }
  return [...said, [keyOf({ z: z - 1, x: x >> 1, y: y >> 1 }), 0.2]];
};

/** Predictors of tiles by name; the first one is the default. */
export const predictors: Foresights<string> = {
  auto: () => ({ predictor: auto<string>() }),
  spatial: () => ({ predictor: spatial<string>() }),
  neighbours: () => ({ predictor: neighbours }),
  'neighbours, adaptive': () => ({ predictor: neighbours, control: adaptive<string>() }),
};
