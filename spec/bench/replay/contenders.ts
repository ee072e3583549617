import { distanceDecay, dynamicData, dynamicDistanceDecay, lru, sieve, type AccessPredictor } from 'rxjs-prefetch-cache';
import { clairvoyant } from './bounds/clairvoyant.js';
import { seenBefore } from './bounds/seenBefore.js';
import { atLeast } from './systems/atLeast.js';
import { demandOnly } from './systems/demandOnly.js';
import { lruCache } from './systems/lruCache.js';
import { nextKeys } from './systems/nextKeys.js';
import { prefetching } from './systems/prefetching.js';
import { probabilityGraph } from './systems/probabilityGraph.js';
import { tanstackQuery } from './systems/tanstackQuery.js';
import type { Key, System } from './types.js';

/** Who takes part, by a name. */
export interface Contender {
  readonly name: string;
  readonly kind: 'none' | 'peer' | 'fixed' | 'learning' | 'without' | 'bound';
  /** What it is, in a few words. */
  readonly what: string;
  /** What is swept: how careful it is. A contender without has one value. */
  readonly knob?: string;
  readonly values: readonly number[];
  /** The value that is shown in tables; by default the one with the least wait of each trace, which nobody knows before. */
  readonly usual?: number;
  readonly system: (value: number) => System;
}

const jumps = [-15, -5, -1, 1, 5, 15] as const;
const lengths = [1, 2, 4, 8, 16] as const;
const shares = [0, 0.1, 0.25, 0.5, 0.9] as const;

/** All contenders, the bounds included. */
export const contenders: readonly Contender[] = [
  single('LRU', 'none', 'no prefetching; lets go what was asked for longest ago', demandOnly(lru)),
  single('SIEVE', 'none', 'no prefetching; lets go what was not used again', demandOnly(sieve)),
  { name: 'lru-cache', kind: 'peer', what: 'its `fetch` of the next N keys', knob: 'N', values: lengths, usual: 4, system: lruCache },
  {
    name: 'TanStack',
    kind: 'peer',
    what: 'its `query` of the next N keys; it keeps all, without a limit',
    knob: 'N',
    values: lengths,
    usual: 4,
    system: tanstackQuery,
  },
  {
    name: 'next-N',
    kind: 'fixed',
    what: 'the next N keys, with the N that turns out best',
    knob: 'N',
    values: lengths,
    system: (n) => prefetching(() => nextKeys(n)),
  },
  fixed('distanceDecay', () => distanceDecay()),
  fixed('dynamicDistanceDecay', () => dynamicDistanceDecay()),
  fixed('dynamicData', () => dynamicData({ possibleJumps: jumps })),
  {
    name: 'graph',
    kind: 'learning',
    what: 'a probability graph',
    knob: 'threshold',
    values: [0.05, 0.1, 0.2, 0.4, 0.7],
    usual: 0.1,
    system: (threshold) => prefetching(() => probabilityGraph(threshold)),
  },
  single('seen-before', 'bound', 'knows the trace, loads ahead what could have been learned', seenBefore()),
  single('clairvoyant', 'bound', 'knows the trace', clairvoyant()),
];

function single(name: string, kind: Contender['kind'], what: string, system: System): Contender {
  return { name, kind, what, values: [0], system: () => system };
}

function fixed(name: string, predictor: () => AccessPredictor<number>): Contender {
  const system = (share: number) => prefetching(() => (share > 0 ? atLeast<Key>(share, predictor()) : predictor()));
  return { name, kind: 'fixed', what: `\`${name}()\``, knob: 'share of the likeliest', values: shares, usual: 0, system };
}
