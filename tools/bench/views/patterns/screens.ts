import type { Random } from '../../replay/random.js';
import { nameOf } from '../../replay/patterns/nameOf.js';
import type { Shown } from '../trace.js';

const SCREENS = 120;
const LINKS = 4;

/**
 * The screens of a program, each with the records that it shows, in no order, and a few that all
 * have; from each a few others are opened, some more often.
 */
export function* screens(random: Random): Generator<Shown, never> {
  const popular = random.ranks(SCREENS, 0.8);
  const all = Array.from({ length: SCREENS }, (_, i) => ({
    records: Array.from(
      { length: random.between(3, 8) },
      (_, j) => `screen-${nameOf(i)}/record-${nameOf(j)}`,
    ),
    links: Array.from({ length: LINKS }, popular),
  }));
  const followed = random.ranks(LINKS, 1.5);
  for (;;) {
    let at = popular();
    for (let left = random.between(3, 12); left > 0; left--) {
      const { records, links } = all[at] as (typeof all)[number];
      const keys = random.shuffled(records).filter(() => random.chance(0.9));
      yield { keys: ['menu', ...keys], stay: random.between(400, 1500) };
      at = links[followed()] as number;
    }
  }
}
