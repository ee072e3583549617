import { createDensities } from '../../src/eviction/densities.js';
import type { EvictionPolicy } from '../../src/types.js';

interface Use {
  readonly key: number;
  count: number;
  at: number;
  /** 0 for residents and recently evicted keys, then the number of halvings. */
  level: number;
}

const classOf = (count: number): number =>
  [0, 1, 2, 3, 4, 4, 4, 4, 5, 5, 5, 5, 5, 5, 5, 5][count] ??
  Math.min(8, Math.floor(2 + Math.log2(count)));

/**
 * Least hit density in plain words, given what is learned of densities: every resident is looked
 * at. For sequences of up to 12 keys, none of which is thinned out before its patience is over, and
 * looked at by the same random numbers.
 */
export function lhdModel(): EvictionPolicy<number> {
  const densities = createDensities(9);
  /** All known keys, in slots without gaps: the last one fills a gap. */
  const known: Use[] = [];
  const residents: Use[] = [];
  const levels: Use[][] = Array.from({ length: 15 }, () => []);
  let [seed, sampledAt] = [1, 0];

  const random = () => (seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
  const age = ({ at }: Use): number => densities.now - at;
  const take = (list: Use[], use: Use): void => {
    if (list.includes(use)) list.splice(list.indexOf(use), 1);
  };
  const forget = (use: Use): void => {
    const last = known.pop();
    if (last && last !== use) known[known.indexOf(use)] = last;
  };
  const request = (use: Use): void => {
    densities.tick();
    use.count = Math.min(64, use.count + 1);
    use.at = densities.now;
  };
  const again = (use: Use): void => {
    densities.hit(classOf(use.count), age(use), 2 ** use.level);
    request(use);
  };
  const sample = (): void => {
    const time = ((densities.now - sampledAt) * known.length) / 4;
    sampledAt = densities.now;
    for (let i = 0; i < 4; i++) {
      const use = known[Math.floor(random() * known.length)];
      if (use) densities.lived(classOf(use.count), age(use), time * 2 ** use.level);
    }
  };
  const remove = (key: number): void => {
    const use = residents.find((one) => one.key === key);
    if (!use) return;
    take(residents, use);
    levels[0]?.push(use);
    const room = residents.length + 1;
    levels.forEach((list, level) => {
      const isOver = (first: Use) =>
        list.length > Math.min(level > 0 ? 64 : 4096, level > 0 ? room : 4 * room) ||
        (level === 0 && age(first) > 4 * room);
      for (let first; (first = list[0]) && isOver(first);) {
        list.shift();
        const next = levels[level + 1];
        if (!next || random() >= 0.5) forget(first);
        else next.push(Object.assign(first, { level: level + 1 }));
      }
    });
  };

  return {
    added(key, { unrequested }) {
      remove(key);
      const before = known.find((one) => one.key === key);
      const use = before ?? { key, count: 0, at: 0, level: 0 };
      if (!before) known.push(use);
      for (const list of levels) take(list, use);
      if (unrequested) use.at = densities.now;
      else if (before) again(use);
      else request(use);
      use.level = 0;
      residents.push(use);
      sample();
    },
    used(key) {
      const use = residents.find((one) => one.key === key);
      if (!use) return;
      again(use);
      take(residents, use);
      residents.push(use);
    },
    removed: remove,
    victim(isShielded) {
      densities.measure(residents.length);
      // Below 6 hits in 100 requests of all residents together, densities are equal.
      const worthless = 0.06 / (residents.length + 1);
      // The first and the last of each class; of equals the one with fewer uses.
      const free = residents.filter(({ key }) => !isShielded(key));
      let victim: number | undefined;
      let least = Infinity;
      for (let one = 0; one < 9; one++) {
        const alike = free.filter(({ count }) => classOf(count) === one);
        for (const candidate of [alike[0], alike.at(-1)]) {
          const density = candidate
            ? Math.max(densities.of(one, age(candidate)), worthless)
            : Infinity;
          if (candidate && density < least) [victim, least] = [candidate.key, density];
        }
      }
      return victim;
    },
  };
}
