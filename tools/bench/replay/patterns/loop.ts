import type { Random } from '../random.js';

const LENGTH = 300;

/**
 * The same keys in the same order, again and again, with a leap now and then: a playlist, a nightly
 * job. Nothing can be computed from the keys.
 */
export function* loop(random: Random): Generator<string, never> {
  const keys = random.shuffled(
    Array.from({ length: LENGTH }, (_, i) => `song-${(i * 7919).toString(36)}`),
  );
  for (let i = 0; ; i = random.chance(0.01) ? random.between(0, LENGTH - 1) : (i + 1) % LENGTH)
    yield keys[i] as string;
}
