import type { Random } from '../random.js';

const STEPS = [1, 1, 2, 4, 8, -1] as const;

interface Run {
  key: number;
  readonly step: number;
  left: number;
}

/**
 * Three runs at once, which take turns by chance; one that ends begins somewhere else: several
 * viewers, or what a disk is asked for.
 */
export function* interleaved(random: Random): Generator<number, never> {
  const begin = (): Run => ({
    key: random.between(10_000, 1_000_000),
    step: random.pick(STEPS),
    left: random.between(50, 200),
  });
  const runs = [begin(), begin(), begin()];
  for (;;) {
    const i = random.between(0, runs.length - 1);
    const run = runs[i] as Run;
    yield run.key;
    run.key += run.step;
    run.left--;
    if (run.left === 0) runs[i] = begin();
  }
}
