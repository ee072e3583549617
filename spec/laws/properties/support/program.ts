import * as fc from 'fast-check';

/** How many keys there are: the ids 0 to 9. */
export const KEYS = 10;

/** Where user code is called, which may call the cache. */
const PLACES = [
  ...(['event', 'hit', 'serve', 'evict', 'eviction', 'state', 'item', 'end', 'progress'] as const),
  ...(['load', 'teardown', 'abort', 'predict'] as const),
];
export type Place = (typeof PLACES)[number];
/** Listeners: those of certain events, of any, and of the other side streams. */
export const LISTENERS: readonly Place[] = ['event', 'hit', 'serve', 'evict', 'eviction', 'state'];
/** Where the cache calls user code in the middle of a change. */
export const MIDWAY: readonly Place[] = ['load', 'teardown', 'abort', 'predict'];

/** How often each kind of command comes. */
const USUAL = {
  open: 5,
  push: 22,
  complete: 1,
  break: 0.3,
  unsubscribe: 2,
  get: 6,
  warm: 2,
  'stop warm': 1,
  set: 2,
  invalidate: 2,
  'invalidate where': 1,
  reload: 2,
  clear: 0.5,
  switch: 1,
  'end switch': 0.2,
  advance: 4,
  resolve: 16,
  reject: 4,
  empty: 1,
  'toggle has': 1,
  close: 0.3,
};
export type Kind = keyof typeof USUAL;
export type Mix = Readonly<Partial<Record<Kind | 'inside', number>>>;

/** What a user does. A command uses the fields that its kind needs. */
export interface Command {
  readonly do: Kind;
  /** In the next call of such user code; undefined: now. */
  readonly inside: Place | undefined;
  readonly id: number;
  readonly ids: readonly number[];
  /** Chooses among the streams, warms or loads that there are. */
  readonly pick: number;
  /** Bytes of an item. */
  readonly bytes: number;
  readonly ms: number;
  readonly isOn: boolean;
}

/** A cache with its provider and predictor. */
export interface Config {
  readonly order: 'concat' | 'merge' | 'switch';
  readonly maxKeys: number | undefined;
  readonly maxBytes: number | undefined;
  readonly hasSizes: boolean;
  readonly concurrency: number;
  readonly lookahead: number;
  readonly historySize: number;
  readonly ttl: number | undefined;
  /** Whether each item has a `ttl` of its own. */
  readonly hasOwnTtl: boolean;
  /** 0 without `ttl`. */
  readonly staleWhileRevalidate: number;
  /** 0 without `ttl`. */
  readonly staleIfError: number;
  readonly prefetchBackoff: number;
  readonly eviction: 'oldest' | 'lru' | 'sieve' | 'lhd' | 'largest' | 'smallest';
  /** Whether each request comes with a key object of its own. */
  readonly hasObjectKeys: boolean;
  readonly hasSwitch: boolean;
  /** Whether the predictor is an object that observes, or a function. */
  readonly observes: boolean;
  /** What the predictor answers after each key; `NaN` for a likelihood makes it fail. */
  readonly rows: readonly (readonly (readonly [id: number, likelihood: number])[])[];
  /** How the provider answers: when a command says so, or in the call that asks it. */
  readonly answers: readonly ('later' | 'value' | 'error' | 'empty' | 'throws')[];
  /** Ids that `has` of the provider refuses at first. */
  readonly refused: readonly number[];
  readonly onRequest: 'continue' | 'hold' | 'abort';
  readonly maxPerSecond: number | undefined;
}
export type Choices = { readonly [P in keyof Config]?: fc.Arbitrary<Config[P]> };

const id = fc.nat(KEYS - 1);
const perKey = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
  fc.array(one, { minLength: KEYS, maxLength: KEYS });
const often = <T, U>(weight: number, usual: T, other: fc.Arbitrary<U>): fc.Arbitrary<T | U> =>
  fc.oneof({ weight, arbitrary: fc.constant(usual) }, { weight: 2, arbitrary: other });

/** A program of at most so many commands, for the first `keys` keys. */
export function anyProgram(maxLength: number, mix: Mix = {}, keys = KEYS): fc.Arbitrary<Command[]> {
  const id = fc.nat(keys - 1);
  const { inside = 8, ...kinds } = mix;
  const weights = Object.entries({ ...USUAL, ...kinds }) as [Kind, number][];
  const command = fc.record<Command>({
    do: fc.oneof(
      ...weights.map(([kind, weight]) => ({
        weight: Math.round(weight * 10),
        arbitrary: fc.constant(kind),
      })),
    ),
    inside: fc.oneof(
      { weight: 100, arbitrary: fc.constant(undefined) },
      { weight: inside, arbitrary: fc.constantFrom(...PLACES) },
    ),
    id,
    ids: fc.array(id, { maxLength: 4 }),
    pick: fc.nat(5),
    bytes: fc.nat(5),
    ms: fc.constantFrom(1, 3, 7, 25, 400, 40_000),
    isOn: fc.boolean(),
  });
  return fc.array(command, { maxLength, size: 'max' });
}

/** Any cache of these choices. */
export function anyConfig(choices: Choices = {}): fc.Arbitrary<Config> {
  const pair = fc.tuple(id, fc.constantFrom(0, 0.5, 1, 1, 2, 3));
  const failing = fc.tuple(id, fc.constantFrom(NaN, Infinity, -1));
  const row = fc.array(fc.oneof({ weight: 60, arbitrary: pair }, { weight: 1, arbitrary: failing }), { maxLength: 7 }); // prettier-ignore
  return fc
    .record<Config>({
      order: fc.constantFrom('concat', 'merge', 'switch'),
      maxKeys: often(1, undefined, fc.integer({ min: 1, max: 6 })),
      maxBytes: often(2, undefined, fc.integer({ min: 0, max: 12 })),
      hasSizes: fc.boolean(),
      concurrency: fc.integer({ min: 0, max: 3 }),
      lookahead: fc.integer({ min: 0, max: 6 }),
      historySize: fc.integer({ min: 1, max: 4 }),
      ttl: often(2, undefined, fc.constantFrom(5, 20)),
      hasOwnTtl: fc.boolean(),
      staleWhileRevalidate: often(1, 0, fc.constantFrom(3, 20)),
      staleIfError: often(1, 0, fc.constantFrom(3, 20)),
      prefetchBackoff: fc.constantFrom(0, 10, 30_000),
      eviction: fc.constantFrom('oldest', 'lru', 'sieve', 'lhd', 'largest', 'smallest'),
      hasObjectKeys: fc.boolean(),
      hasSwitch: fc.boolean(),
      observes: fc.boolean(),
      rows: perKey(row),
      answers: perKey(often(4, 'later', fc.constantFrom('value', 'error', 'empty', 'throws'))),
      refused: often(4, [], fc.uniqueArray(id, { maxLength: 3 })),
      onRequest: often(3, 'continue' as const, fc.constantFrom('hold', 'abort')),
      maxPerSecond: often(8, undefined, fc.integer({ min: 1, max: 3 })),
      ...choices,
    })
    .map((config) => ({
      ...config,
      ...(config.ttl === undefined && { staleWhileRevalidate: 0, staleIfError: 0 }),
      hasSizes:
        config.hasSizes ||
        config.maxBytes !== undefined ||
        ['largest', 'smallest'].includes(config.eviction),
    }));
}
