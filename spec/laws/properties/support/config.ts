import * as fc from 'fast-check';
import { KEYS } from './key.js';

/** How the predictor fails after a key. */
export type Nonsense = 'throws' | 'NaN' | 'Infinity' | 'negative';

/** What the predictor says after a key: pairs, and then perhaps nonsense. */
export interface Row {
  readonly says: readonly (readonly [id: number, likelihood: number])[];
  readonly then: Nonsense | undefined;
}

/** How the provider answers: when a command says so, or in the call that asks it. */
export type Answer = 'later' | 'value' | 'error' | 'empty' | 'throws';

/** A cache and its parts, as a script finds them. */
export interface Config {
  readonly order: 'concat' | 'merge' | 'switch';
  readonly maxKeys: number | undefined;
  readonly maxBytes: number | undefined;
  readonly concurrency: number;
  readonly lookahead: number;
  readonly historySize: number;
  readonly ttl: number | undefined;
  readonly retryAfter: number;
  readonly eviction: 'oldest' | 'lru' | 'sieve' | 'largest' | 'smallest';
  /** Whether each request comes with a key object of its own. */
  readonly objectKeys: boolean;
  readonly hasSwitch: boolean;
  /** Whether the predictor is an object that observes, or a function. */
  readonly observes: boolean;
  readonly rows: readonly Row[];
  readonly answers: readonly Answer[];
  /** Ids that `has` of the provider refuses. */
  readonly refused: readonly number[];
  /** Whether the provider listens to the signal, or looks at it afterwards. */
  readonly readsSignal: boolean;
}

const likelihood = fc.constantFrom(0, 0.5, 1, 1, 2, 3);
const pair = fc.tuple(fc.nat(KEYS - 1), likelihood);
const row: fc.Arbitrary<Row> = fc.record({
  says: fc.array(pair, { maxLength: 7 }),
  then: rarely<Nonsense>('throws', 'NaN', 'Infinity', 'negative'),
});

/** Any cache; `fixed` holds some of it. */
export function anyConfig(fixed: Partial<Config> = {}): fc.Arbitrary<Config> {
  return fc
    .record<Config>({
      order: fc.constantFrom('concat', 'merge', 'switch'),
      maxKeys: fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined, freq: 4 }),
      maxBytes: fc.option(fc.integer({ min: 0, max: 12 }), { nil: undefined, freq: 1 }),
      concurrency: fc.integer({ min: 0, max: 3 }),
      lookahead: fc.integer({ min: 0, max: 6 }),
      historySize: fc.integer({ min: 1, max: 4 }),
      ttl: fc.option(fc.constantFrom(5, 20), { nil: undefined, freq: 1 }),
      retryAfter: fc.constantFrom(0, 10, 30_000),
      eviction: fc.constantFrom('oldest', 'lru', 'sieve', 'largest', 'smallest'),
      objectKeys: fc.boolean(),
      hasSwitch: fc.boolean(),
      observes: fc.boolean(),
      rows: fc.array(row, { minLength: KEYS, maxLength: KEYS }),
      answers: fc.array(
        fc.oneof({ weight: 7, arbitrary: fc.constant<Answer>('later') }, fc.constantFrom<Answer[]>('value', 'error', 'empty', 'throws')),
        {
          minLength: KEYS,
          maxLength: KEYS,
        },
      ),
      refused: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, fc.uniqueArray(fc.nat(KEYS - 1), { maxLength: 3 })),
      readsSignal: fc.boolean(),
    })
    .map((config) => ({ ...config, ...fixed }));
}

function rarely<T>(...values: T[]): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: 12, arbitrary: fc.constant(undefined) }, fc.constantFrom(...values));
}
