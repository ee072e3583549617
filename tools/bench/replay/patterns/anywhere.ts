import type { Random } from '../random.js';

const KEYS = 2_000;

/** Any key, each as likely as any other: nothing helps. */
export function* anywhere(random: Random): Generator<number, never> {
  for (;;) yield random.between(0, KEYS - 1);
}
