import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Chance that a seed determines. */
export interface Random {
  /** Whether something of this probability happens. */
  chance(probability: number): boolean;
  /** An integer, both limits included. */
  between(from: number, to: number): number;
  /** One of a list that is not empty. */
  pick<T>(list: readonly T[]): T;
  /** The same things in another order. */
  shuffled<T>(list: readonly T[]): T[];
  /**
   * Draws ranks from 0 to `count` - 1, of which rank r has a weight of 1 / (r + 1)^exponent (Zipf).
   */
  ranks(count: number, exponent: number): () => number;
}

/** Chance: the same seed gives the same. */
export function createRandom(seed: number): Random {
  const generator = xoroshiro128plus(seed);
  const random: Random = {
    chance: (probability) => uniformFloat64(generator) < probability,
    between: (from, to) => uniformInt(generator, from, to),
    pick: <T>(list: readonly T[]) => list[random.between(0, list.length - 1)] as T,
    shuffled: <T>(list: readonly T[]) => {
      const mixed = [...list];
      for (let i = mixed.length - 1; i > 0; i--) {
        const j = random.between(0, i);
        [mixed[i], mixed[j]] = [mixed[j] as T, mixed[i] as T];
      }
      return mixed;
    },
    ranks(count, exponent) {
      let sum = 0;
      const sums = Float64Array.from(
        { length: count },
        (_, rank) => (sum += 1 / (rank + 1) ** exponent),
      );
      return () => {
        const drawn = uniformFloat64(generator) * sum;
        let [low, high] = [0, count - 1];
        while (low < high) {
          const middle = (low + high) >> 1;
          if ((sums[middle] ?? 0) > drawn) high = middle;
          else low = middle + 1;
        }
        return low;
      };
    },
  };
  return random;
}
