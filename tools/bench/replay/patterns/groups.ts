import type { Random } from '../random.js';
import { nameOf } from './nameOf.js';

const GROUPS = 400;
const MEMBERS = 5;

/**
 * What belongs together is asked for together, each time in another order: the records of a
 * customer, the objects of a screen.
 */
export function* groups(random: Random): Generator<string, never> {
  const popular = random.ranks(GROUPS, 0.7);
  const members = Array.from({ length: MEMBERS }, (_, i) => i);
  for (;;) {
    const group = popular();
    for (const member of random.shuffled(members))
      if (random.chance(0.9)) yield `group-${nameOf(group)}/${nameOf(member)}`;
  }
}
