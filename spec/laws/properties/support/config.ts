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
  /** Whether there is a `sizeOf`. */
  readonly sized: boolean;
  readonly concurrency: number;
  readonly lookahead: number;
  readonly historySize: number;
  readonly ttl: number | undefined;
  readonly prefetchBackoff: number;
  readonly eviction: 'oldest' | 'lru' | 'sieve' | 'lhd' | 'largest' | 'smallest';
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
  then: fc.oneof(
    { weight: 12, arbitrary: fc.constant(undefined) },
    fc.constantFrom<Nonsense[]>('throws', 'NaN', 'Infinity', 'negative'),
  ),
});

/** What some of a cache is chosen from. */
export type Choices = { readonly [P in keyof Config]?: fc.Arbitrary<Config[P]> };

/** Any cache of which this is true. */
export function anyConfig(choices: Choices = {}): fc.Arbitrary<Config> {
  return fc
    .record<Config>({
      order: fc.constantFrom('concat', 'merge', 'switch'),
      maxKeys: perhaps(3, fc.integer({ min: 1, max: 6 })),
      maxBytes: perhaps(1, fc.integer({ min: 0, max: 12 })),
      sized: fc.boolean(),
      concurrency: fc.integer({ min: 0, max: 3 }),
      lookahead: fc.integer({ min: 0, max: 6 }),
      historySize: fc.integer({ min: 1, max: 4 }),
      ttl: perhaps(1, fc.constantFrom(5, 20)),
      prefetchBackoff: fc.constantFrom(0, 10, 30_000),
      eviction: fc.constantFrom('oldest', 'lru', 'sieve', 'lhd', 'largest', 'smallest'),
      objectKeys: fc.boolean(),
      hasSwitch: fc.boolean(),
      observes: fc.boolean(),
      rows: fc.array(row, { minLength: KEYS, maxLength: KEYS }),
      answers: fc.array(
        fc.oneof(
          { weight: 7, arbitrary: fc.constant<Answer>('later') },
          fc.constantFrom<Answer[]>('value', 'error', 'empty', 'throws'),
        ),
        {
          minLength: KEYS,
          maxLength: KEYS,
        },
      ),
      refused: fc.oneof(
        { weight: 2, arbitrary: fc.constant([]) },
        fc.uniqueArray(fc.nat(KEYS - 1), { maxLength: 3 }),
      ),
      readsSignal: fc.boolean(),
      ...choices,
    })
    .map((config) => ({
      ...config,
      sized:
        config.sized ||
        config.maxBytes !== undefined ||
        ['largest', 'smallest'].includes(config.eviction),
    }));
}

/** Nothing, or so many times as often something. */
function perhaps<T>(weight: number, something: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant(undefined) },
    { weight: 2 * weight, arbitrary: something },
  );
}
