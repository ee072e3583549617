import type { EvictionPolicy } from '../../src/types.js';

interface Use {
  count: number;
  at: number;
}

/** How long a key of a class was known after it was asked for, in powers of two, and whether it was asked for again then. */
interface Life {
  readonly one: number;
  readonly age: number;
  readonly again: boolean;
}

const classOf = (count: number): number =>
  [0, 1, 2, 3, 4, 4, 4, 4, 5, 5, 5, 5, 5, 5, 5, 5][count] ?? Math.min(8, Math.floor(2 + Math.log2(count)));

/** Least hit density in plain words: every life is kept, every resident is looked at. Nothing is halved, so for fewer than 8,192 requests. */
export function lhdModel(): EvictionPolicy<number> {
  const residents = new Map<number, Use>();
  const gone = new Map<number, Use>();
  const lives: Life[] = [];
  let now = 0;
  /** What was known when densities were measured last: the lives, and the residents with one to come. */
  let [known, room, measuredAt]: [Life[], number, number] = [[], 1, 0];

  const ageOf = (at: number): number => Math.floor(Math.log2(now - at + 1));
  const remember = ({ count, at }: Use, again: boolean): void => void lives.push({ one: classOf(count), age: ageOf(at), again });
  const request = (use: Use, isKnown: boolean): void => {
    now++;
    if (isKnown) remember(use, true);
    use.count++;
    use.at = now;
  };
  const density = (of: readonly Life[], age: number, expected: number, time: number): number => {
    const later = of.filter((life) => life.age >= age);
    const hits = later.filter(({ again }) => again).length;
    const lived = later.reduce((sum, life) => sum + 2 ** (life.age + 1) - 2 ** age, 0);
    return (hits + time * expected) / (lived + time);
  };
  const densityOf = ({ count, at }: Use): number => {
    const one = classOf(count);
    const usual = density(
      known.filter((life) => life.one > 0),
      ageOf(at),
      0.1 / (room + 2 ** ageOf(at)),
      room,
    );
    const share = (([0, 1, 2, 3, 6, 12, 24, 48, 96][one] ?? 0) + 1) / 2;
    return density(
      known.filter((life) => life.one === one),
      ageOf(at),
      usual * share ** 0.7,
      100 * room,
    );
  };
  const remove = (key: number): void => {
    const use = residents.get(key);
    if (!use) return;
    residents.delete(key);
    gone.set(key, use);
    for (const [first, last] of gone) {
      if (last.at >= now - 4 * (residents.size + 1) && gone.size <= 4096) break;
      gone.delete(first);
      remember(last, false);
    }
  };

  return {
    added(key, { speculative }) {
      remove(key);
      const use = gone.get(key);
      gone.delete(key);
      const mine = use ?? { count: 0, at: now };
      if (speculative) mine.at = now;
      else request(mine, use !== undefined);
      residents.set(key, mine);
    },
    used(key) {
      const use = residents.get(key);
      if (!use) return;
      request(use, true);
      residents.delete(key);
      residents.set(key, use);
    },
    removed: remove,
    victim(isShielded) {
      if (now - measuredAt >= 64) [known, room, measuredAt] = [[...lives], residents.size + 1, now];
      // Of a class the one that came to it first, or last; of equals the one of less use.
      const free = [...residents].filter(([key]) => !isShielded(key));
      let victim: number | undefined;
      let least = Infinity;
      for (let one = 0; one < 9; one++) {
        const alike = free.filter(([, { count }]) => classOf(count) === one);
        for (const candidate of [alike[0], alike.at(-1)]) {
          if (!candidate || densityOf(candidate[1]) >= least) continue;
          [victim, least] = [candidate[0], densityOf(candidate[1])];
        }
      }
      return victim;
    },
  };
}
