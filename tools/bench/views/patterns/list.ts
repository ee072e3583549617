import type { Random } from '../../replay/random.js';
import type { Shown } from '../trace.js';

const PAGES = 10_000;
const VISIBLE = 4;

/**
 * A long list is scrolled: fast at first, slower, and to a stop; at times the bar is dragged
 * elsewhere. Keys are pages of rows.
 */
export function* list(random: Random): Generator<Shown, never> {
  let top = random.between(0, PAGES);
  const view = (stay: number): Shown => ({
    keys: Array.from({ length: VISIBLE }, (_, i) => top + i),
    stay,
  });
  for (;;) {
    const sign = random.chance(0.75) ? 1 : -1;
    for (let speed = random.between(2, 14); speed > 0; speed--) {
      yield view(50 + Math.round(400 / (speed + 2)));
      top = Math.max(0, top + sign * Math.ceil(speed / 5));
    }
    yield view(random.between(500, 2000));
    if (random.chance(0.06)) top = random.between(0, PAGES);
    else top = Math.max(0, top + sign);
  }
}
