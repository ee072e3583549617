import type { Random } from '../../replay/random.js';
import type { Shown } from '../trace.js';
import { tilesAround, zoomed, type Place } from './tilesAround.js';

const [COARSEST, FINEST] = [6, 16];

/** A map is zoomed in to a place and out again, and moved a little between. */
export function* zoom(random: Random): Generator<Shown, never> {
  let place: Place = { z: 8, x: random.between(60, 180), y: random.between(60, 180) };
  let by = 1;
  for (;;) {
    for (let left = random.between(2, 6); left > 0; left--) {
      yield { keys: tilesAround(place), stay: random.between(250, 700) };
      if (place.z + by < COARSEST || place.z + by > FINEST) break;
      place = zoomed(place, by);
    }
    by = -by;
    const [right, down] = [random.between(-1, 1), random.between(-1, 1)];
    for (let left = random.between(0, 3); left > 0; left--) {
      yield { keys: tilesAround(place), stay: random.between(150, 500) };
      place = { ...place, x: place.x + right, y: place.y + down };
    }
  }
}
