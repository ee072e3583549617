import {
  adaptive,
  auto,
  distanceDecay,
  dynamicData,
  dynamicDistanceDecay,
  lhd,
  lru,
  sieve,
  type AccessPredictor,
  type OwnExpert,
} from 'rxjs-prefetch-cache';
import { clairvoyant } from './bounds/clairvoyant.js';
import { seenBefore } from './bounds/seenBefore.js';
import { atLeast } from './systems/atLeast.js';
import { demandOnly } from './systems/demandOnly.js';
import { lruCache } from './systems/lruCache.js';
import { nextKeys } from './systems/nextKeys.js';
import { prefetching } from '../../../src/replay/prefetching.js';
import { probabilityGraph } from './systems/probabilityGraph.js';
import { tanstackQuery } from './systems/tanstackQuery.js';
import type { System } from '../../../src/replay/types.js';

/** Who takes part, by a name. */
export interface Contender {
  readonly name: string;
  /** A variant of another one stands only in the table of all traces. */
  readonly kind: 'none' | 'peer' | 'fixed' | 'learning' | 'variant' | 'bound';
  /** What it is, in a few words. */
  readonly what: string;
  /**
   * What makes it careless or careful: a number of keys, a threshold. A contender that has no such
   * thing has one value.
   */
  readonly values: readonly number[];
  /**
   * The value that is shown in tables; by default the one with the least wait of each trace, which
   * nobody knows before.
   */
  readonly usual?: number;
  readonly system: (value: number) => System;
}

const jumps = [-15, -5, -1, 1, 5, 15] as const;
const lengths = [1, 2, 4, 8, 16] as const;
/** Unused loads ahead that are paid for a load of a request. */
const wastes = [Infinity, 1, 0.5, 0.25, 0.1, 0.05] as const;
const experts: readonly OwnExpert[] = ['strides', 'deltas', 'markov', 'associations', 'spatial'];
const shares = [0, 0.1, 0.25, 0.5, 0.9] as const;

/** All contenders, the bounds included. */
export const contenders: readonly Contender[] = [
  alone('LRU', 'none', 'no prefetching; evicts the item requested longest ago', demandOnly(lru)),
  alone(
    'SIEVE',
    'none',
    'no prefetching; evicts items that were not used again',
    demandOnly(sieve),
  ),
  alone('LHD', 'variant', 'no prefetching; evicts the lowest hit density', demandOnly(lhd)),
  {
    name: 'lru-cache',
    kind: 'peer',
    what: 'its `fetch` of the next N keys',
    values: lengths,
    usual: 4,
    system: lruCache,
  },
  {
    name: 'TanStack',
    kind: 'peer',
    what: 'its `query` of the next N keys; it never evicts',
    values: lengths,
    usual: 4,
    system: tanstackQuery,
  },
  {
    name: 'next-N',
    kind: 'fixed',
    what: 'the next N keys, with the N that turns out best',
    values: lengths,
    system: (n) => prefetching(() => nextKeys(n)),
  },
  fixed('distanceDecay', () => distanceDecay()),
  fixed('dynamicDistanceDecay', () => dynamicDistanceDecay()),
  fixed('dynamicData', () => dynamicData({ possibleJumps: jumps })),
  alone(
    'dynamicData+control',
    'variant',
    '`dynamicData()` with `{ control: adaptive() }`',
    prefetching(
      () => dynamicData({ possibleJumps: jumps }),
      () => ({ control: adaptive() }),
    ),
  ),
  {
    name: 'graph',
    kind: 'learning',
    what: 'a probability graph',
    values: [0.05, 0.1, 0.2, 0.4, 0.7],
    usual: 0.1,
    system: (threshold) => prefetching(() => probabilityGraph(threshold)),
  },
  {
    name: 'auto',
    kind: 'learning',
    what: '`auto()`, without any setting',
    values: wastes,
    usual: Infinity,
    system: (waste) => prefetching(() => auto({ waste })),
  },
  ...experts.map((name) => {
    const system = prefetching(() => auto({ without: [name] }));
    return alone(`no-${name}`, 'variant', `\`auto()\` without \`${name}()\``, system);
  }),
  alone(
    'seen-before',
    'bound',
    'knows the trace, prefetches what could have been learned',
    seenBefore(),
  ),
  alone('clairvoyant', 'bound', 'knows the trace', clairvoyant()),
];

function alone(name: string, kind: Contender['kind'], what: string, system: System): Contender {
  return { name, kind, what, values: [0], system: () => system };
}

function fixed(name: string, predictor: () => AccessPredictor<number>): Contender {
  const system = (share: number) =>
    prefetching(() => (share > 0 ? atLeast(share, predictor()) : predictor()));
  return { name, kind: 'fixed', what: `\`${name}()\``, values: shares, usual: 0, system };
}
