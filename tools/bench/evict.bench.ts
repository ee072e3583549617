/**
 * What an eviction costs, by policy, at 100 and at 1,000,000 residents: `npm run bench -- evict`.
 *
 * A cycle is what a full cache does at a miss: a resident is used, a victim is chosen, it leaves,
 * and a newcomer comes. It is timed twice: with 121 shielded keys (what a table of `distanceDecay`
 * names), of which 60 are resident and would go first, so that each choice has to pass them; and
 * with none. Small and large are timed in turns of one run, and the best turn counts.
 *
 * What still differs between the sizes is memory: among a million keys each look-up misses the
 * processor's caches. So a bare Map stands above the policies, in which one key is looked up, the
 * first one deleted and a new one set: no policy that knows its keys can do with less.
 */
import {
  type EvictionPolicy,
  largest,
  lhd,
  lru,
  oldest,
  sieve,
  smallest,
} from 'rxjs-prefetch-cache';

const SMALL = 100;
const LARGE = 1_000_000;
const SHIELDED = 121;
const IN_THE_WAY = 60;
const CYCLES = 50_000;
const TURNS = 11;

/** A policy with so many residents, and its next cycles. */
function residentsOf(
  policy: EvictionPolicy<number>,
  count: number,
  inTheWay: number,
  bytesInTheWay: number,
): () => void {
  // The key in place i is i, then i + count, then i + 2 · count: who comes for whom is known
  // without a look-up.
  const keys = Int32Array.from({ length: count }, (_, i) => i);
  const shielded = new Set<number>();
  for (let i = 0; i < inTheWay; i++) shielded.add(i);
  for (let i = 1; shielded.size > 0 && shielded.size < SHIELDED; i++) shielded.add(-i);
  const isShielded = (key: number) => shielded.has(key);
  let seed = 1;
  const random = (below: number) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  for (let i = 0; i < count; i++)
    policy.added(i, {
      bytes: i < inTheWay ? bytesInTheWay : 1 + random(1000),
      unrequested: i % 4 === 0,
      at: 0,
    });
  return () => {
    for (let i = 0; i < CYCLES; i++) {
      policy.used(keys[inTheWay + random(count - inTheWay)] ?? 0);
      const victim = policy.victim(isShielded);
      if (victim === undefined) throw new Error('The policy named nobody');
      policy.removed(victim);
      const newcomer = victim + count;
      keys[victim % count] = newcomer;
      policy.added(newcomer, { bytes: 1 + random(1000), unrequested: i % 4 === 0, at: i });
    }
  };
}

/** Nanoseconds a cycle takes at each size. */
function measure(
  create: () => EvictionPolicy<number>,
  inTheWay: number,
  bytesInTheWay: number,
): [small: number, large: number] {
  const cycles = [SMALL, LARGE].map((count) =>
    residentsOf(create(), count, inTheWay, bytesInTheWay),
  );
  const times = cycles.map((): number[] => []);
  for (let turn = -3; turn < TURNS; turn++) {
    cycles.forEach((run, i) => {
      const start = performance.now();
      run();
      // The first turns warm up.
      if (turn >= 0) times[i]?.push(((performance.now() - start) * 1e6) / CYCLES);
    });
  }
  const [small = NaN, large = NaN] = times.map((list) => Math.min(...list));
  return [small, large];
}

/**
 * The floor: a Map of the residents and nothing decided, as they leave in the order of their
 * coming, which is that of the numbers.
 */
function bareMap(): EvictionPolicy<number> {
  const entries = new Map<number, object>();
  let next = 0;
  return {
    added: (key, entry) => void entries.set(key, entry),
    used: (key) => void entries.get(key),
    removed: (key) => void entries.delete(key),
    victim: () => next++,
  };
}

const policies: [name: string, create: () => EvictionPolicy<number>, bytesInTheWay: number][] = [
  ['oldest', oldest, 1],
  ['lru', lru, 1],
  ['sieve', sieve, 1],
  ['lhd', lhd, 1],
  ['largest', largest, 1e9],
  ['smallest', smallest, 0],
];

function cell(create: () => EvictionPolicy<number>, inTheWay: number, bytes: number): string {
  const [small, large] = measure(create, inTheWay, bytes);
  return `${small.toFixed(0).padStart(8)}${large.toFixed(0).padStart(12)}${(large / small).toFixed(1).padStart(8)}`;
}

console.log(
  `ns an eviction cycle (used, victim, removed, added); ratio: ${LARGE.toLocaleString('en')} residents to ${SMALL}\n`,
);
console.log(`                      none in the way     |  ${IN_THE_WAY} shielded keys in the way`);
console.log('policy          100   1,000,000   ratio  |     100   1,000,000   ratio');
console.log(`a Map     ${cell(bareMap, 0, 1)}  |`);
for (const [name, create, bytes] of policies)
  console.log(`${name.padEnd(10)}${cell(create, 0, bytes)}  |${cell(create, IN_THE_WAY, bytes)}`);
