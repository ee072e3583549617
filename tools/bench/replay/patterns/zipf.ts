import type { Random } from '../random.js';

const KEYS = 5_000;

/**
 * Some keys are asked for much more often than others, and nothing says when: caching helps,
 * prefetching does not.
 */
export function* zipf(random: Random): Generator<number, never> {
  const keys = random.shuffled(Array.from({ length: KEYS }, (_, i) => i));
  const popular = random.ranks(KEYS, 0.9);
  for (;;) yield keys[popular()] as number;
}
