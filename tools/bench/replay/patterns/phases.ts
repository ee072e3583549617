import type { Random } from '../random.js';
import type { Key } from '../../../../src/replay/types.js';
import { anywhere } from './anywhere.js';
import { groups } from './groups.js';
import { loop } from './loop.js';
import { scrub } from './scrub.js';
import { strides } from './strides.js';

/** A reader whose ways change every few hundred requests: what was learned has to give way. */
export function* phases(random: Random): Generator<Key, never> {
  const kinds: Generator<Key, never>[] = [scrub, anywhere, loop, strides, groups].map((keys) =>
    keys(random),
  );
  for (;;) {
    for (const keys of random.shuffled(kinds)) {
      for (let left = random.between(200, 500); left > 0; left--) yield keys.next().value;
    }
  }
}
