import type { Observable, SchedulerLike } from 'rxjs';
import { show } from './errors.js';
import type {
  AccessPredictor,
  Control,
  Errors,
  EvictionPolicy,
  Order,
  ReadOptions,
} from './types.js';

/** Whether two identities are one, as a Map sees it (SameValueZero): what the same key is. */
export function sameKey(a: unknown, b: unknown): boolean {
  return a === b || (a !== a && b !== b);
}

/** How a cache behaves. Everything has a default. */
export interface PrefetchCacheOptions<K, V> {
  /**
   * How many items are kept: an integer from 1 and up.
   * @defaultValue 100; no limit if only `maxBytes` is given
   */
  readonly maxKeys?: number | undefined;
  /**
   * How many bytes are kept, as `sizeOf` counts them: from 0 and up. Needs `sizeOf`.
   * @defaultValue no limit
   */
  readonly maxBytes?: number | undefined;
  /** The size of an item in bytes: a finite number from 0 and up. @defaultValue 0 for every item */
  readonly sizeOf?: ((value: V, key: K) => number) | undefined;
  /**
   * Prefetches in flight at once: an integer from 0 and up; 0 prefetches nothing.
   * @defaultValue 8
   */
  readonly concurrency?: number | undefined;
  /**
   * How many keys a plan holds: an integer from 0 and up, of which at most 1,024 count.
   * @defaultValue 20
   */
  readonly lookahead?: number | undefined;
  /**
   * Keys of history that the predictor sees; the last is the current one. An integer from 1 and up,
   * finite.
   * @defaultValue 30
   */
  readonly historySize?: number | undefined;
  /**
   * Who goes first among the least likely. One instance serves one cache.
   * @defaultValue `oldest()`; `lhd()` where there is control
   */
  readonly eviction?: EvictionPolicy<K> | undefined;
  /**
   * Decides which likely keys are worth a load. One instance serves one cache.
   * @defaultValue what the predictor brings along, as `auto()` does
   */
  readonly control?: Control<K> | undefined;
  /**
   * The order in which a stream hands over its items: that of the keys (`'concat'`; loads start at
   * once), as they come (`'merge'`), or the latest only (`'switch'`). @defaultValue `'concat'`
   */
  readonly order?: Order | undefined;
  /** Milliseconds after which an item is loaded anew: more than 0. @defaultValue never */
  readonly ttl?: number | undefined;
  /**
   * Milliseconds before a key whose load failed is prefetched again: from 0 and up. Doubled at each
   * failure in a row, up to 1 h; reset by success.
   * @defaultValue 30 000
   */
  readonly prefetchBackoff?: number | undefined;
  /**
   * Turns prefetching on and off. Subscribed at creation, on until its first value, released by
   * `close`.
   * @defaultValue always on
   */
  readonly enabled$?: Observable<boolean> | undefined;
  /** The identity of a key, compared as a Map compares keys. @defaultValue the key itself */
  readonly keyOf?: ((key: K) => unknown) | undefined;
  /**
   * The clock: its `now()`; and, for `dwell` alone, its `schedule()`, or that of `asyncScheduler`
   * if it has none.
   * @defaultValue `performance.now()`, which goes on evenly though the system's clock is set
   */
  readonly scheduler?: (Pick<SchedulerLike, 'now'> & Partial<SchedulerLike>) | undefined;
}

type NumberOption =
  'maxKeys' | 'maxBytes' | 'concurrency' | 'lookahead' | 'historySize' | 'ttl' | 'prefetchBackoff';

/** Options with all defaults but those that need RxJS or a policy. */
export type ResolvedOptions<K, V> = Omit<
  PrefetchCacheOptions<K, V>,
  NumberOption | 'order' | 'keyOf'
> &
  Defined<Pick<PrefetchCacheOptions<K, V>, NumberOption | 'order'>> & {
    readonly keyOf: PrefetchCacheOptions<K, V>['keyOf'] | undefined;
  };

/** Options that all have a value. */
export type Defined<O> = { readonly [P in keyof O]-?: Exclude<O[P], undefined> };

/**
 * Checks options and fills in the defaults.
 *
 * @throws RangeError | TypeError that names the option, what was expected and what came
 */
export function resolveOptions<K, V>(options: PrefetchCacheOptions<K, V>): ResolvedOptions<K, V> {
  const { maxBytes, sizeOf, eviction, order = 'concat' } = checkOptions(options, OPTIONS);
  for (const [name, ...methods] of SHAPES)
    if (options[name] !== undefined) checkMethods(name, options[name], methods);
  if (!sizeOf && (maxBytes !== undefined || eviction?.needsSizes))
    throw new TypeError(
      `\`${maxBytes === undefined ? 'eviction' : 'maxBytes'}\` requires \`sizeOf\``,
    );
  checkOneOf('order', order, ORDERS);
  const number = (
    name: NumberOption,
    fallback: number,
    from: number,
    isWhole?: boolean,
    to?: number,
  ): object => {
    const { [name]: value = fallback } = options;
    return { [name]: checkNumber(name, value, from, isWhole, to) };
  };
  return {
    ...options,
    order,
    ...number('maxKeys', maxBytes === undefined ? 100 : Infinity, 1, true),
    ...number('maxBytes', Infinity, 0),
    ...number('concurrency', 8, 0, true),
    ...number('lookahead', 20, 0, true),
    ...number('historySize', 30, 1, true, Number.MAX_SAFE_INTEGER),
    ...number('ttl', Infinity, Number.MIN_VALUE),
    ...number('prefetchBackoff', 30_000, 0),
  } as ResolvedOptions<K, V>;
}

/**
 * Checks the options of one stream; what they leave out is as the cache has it.
 *
 * @throws RangeError | TypeError that names the option, what was expected and what came
 */
export function resolveReadOptions(
  options: ReadOptions<Errors | undefined>,
  ofCache: Order,
): { readonly order: Order; readonly settled: boolean } {
  const { order = ofCache, errors = 'throw' } = checkOptions(options, ['order', 'errors']);
  checkOneOf('order', order, ORDERS);
  checkOneOf('errors', errors, ERRORS);
  return { order, settled: errors === 'value' };
}

const ORDERS: readonly Order[] = ['concat', 'merge', 'switch'];
const ERRORS: readonly Errors[] = ['throw', 'value'];

/** The names of all options of a cache. */
export const OPTIONS = [
  'maxKeys',
  'maxBytes',
  'sizeOf',
  'concurrency',
  'lookahead',
  'historySize',
  'eviction',
  'control',
  'order',
  'ttl',
  'prefetchBackoff',
  'enabled$',
  'keyOf',
  'scheduler',
] as const;

/** What must be there of an option that is a function, which has `call`, or an object. */
const SHAPES = [
  ['sizeOf', 'call'],
  ['keyOf', 'call'],
  ['eviction', 'added', 'used', 'removed', 'victim'],
  ['control', 'moved', 'admits', 'keeps', 'saw', 'eviction', 'measure'],
  ['enabled$', 'subscribe'],
  ['scheduler', 'now'],
] as const;

/**
 * What holds options: an object with no other names than these.
 *
 * @throws TypeError for anything else; of a wrong name it says which right one is nearest
 */
export function checkOptions<O extends object>(
  options: O,
  names: readonly (keyof O & string)[],
): O {
  if (Object(options) !== options) throw expected('options', 'an object', options);
  for (const name of Object.keys(options))
    if (!names.includes(name as keyof O & string))
      throw new TypeError(
        `There is no option \`${name}\`: did you mean \`${nearest(name, names)}\`?`,
      );
  return options;
}

/**
 * The name that has the most pairs of letters in common with a wrong one, a similar length and the
 * same first letter.
 */
function nearest(wrong: string, names: readonly string[]): string {
  const likeness = (name: string): number => {
    const [a, b] = [wrong.toLowerCase(), name.toLowerCase()];
    return (
      Array.from(a).filter((_, i) => b.includes(a.slice(i, i + 2))).length +
      Number(b.startsWith(a.slice(0, 1))) -
      Math.abs(a.length - b.length) / 2
    );
  };
  return names.reduce((best, name) => (likeness(name) > likeness(best) ? name : best));
}

/**
 * A function, or an object with this method, and perhaps with another one.
 * @throws TypeError for any other
 */
export function checkPart(name: string, part: object, method: string, ...optional: string[]): void {
  if (typeof part === 'function') {
    // Calling a factory is the only way to know it, so only functions that are called like one are
    // tried.
    if (FACTORY.test(part.name)) checkCalled(name, part as () => unknown);
    return;
  }
  checkMethods(name, part, [method], 'a function or ');
  const given = optional.filter((each) => (part as Record<string, unknown>)[each] !== undefined);
  checkMethods(name, part, given);
}

/** The names of predictors' factories. */
const FACTORY = /^(auto|markov|associations|spatial|deltas|strides|distanceDecay|dynamicD\w+)$/;

function checkCalled(name: string, make: (options: object) => unknown): void {
  let made: unknown;
  try {
    made = make(make.length > 0 ? { possibleJumps: [] } : {});
  } catch {
    return;
  }
  if (typeof (made as Partial<AccessPredictor<unknown>> | undefined)?.predict === 'function')
    throw expected(name, `the predictor that \`${make.name}()\` makes`, make);
}

/** The error of a wrong argument: what it is, what was expected and what came. */
export function expected(
  name: string,
  what: string,
  came: unknown,
  Kind: new (message: string) => Error = TypeError,
): Error {
  return new Kind(
    `Expected \`${name}\` to be ${what}, got \`${show(came)}\` (${came === null ? 'null' : typeof came})`,
  );
}

/**
 * A number, perhaps a whole one, within limits; Infinity too if it is one of them.
 * @throws RangeError | TypeError for any other
 */
export function checkNumber(
  name: string,
  value: number,
  from: number,
  isWhole = false,
  to = Infinity,
): number {
  const isNumber = typeof value === 'number';
  if (isNumber && value >= from && value <= to && (!isWhole || Math.floor(value) === value))
    return value;
  // A limit that no counting reaches only keeps Infinity out.
  const isLimit = to < Number.MAX_SAFE_INTEGER;
  const what = `${!isLimit && to < Infinity ? 'a finite' : isWhole ? 'an' : 'a'} ${isWhole ? 'integer' : 'number'}`;
  throw expected(
    name,
    `${what} ${isLimit ? `from ${from} to ${to}` : from === Number.MIN_VALUE ? 'above 0' : `of ${from} or more`}`,
    value,
    isNumber ? RangeError : TypeError,
  );
}

/** One of these names. @throws RangeError for anything else */
function checkOneOf<N extends string>(name: string, value: N, names: readonly N[]): void {
  if (names.includes(value)) return;
  throw expected(name, `'${names.join("', '")}'`.replace(/,(?=[^,]*$)/, ' or'), value, RangeError);
}

/**
 * What has all these methods; `call` is that of a function.
 * @throws TypeError that names the first that is missing
 */
export function checkMethods(
  name: string,
  value: unknown,
  methods: readonly string[],
  or = '',
): void {
  for (const method of methods)
    if (typeof (value as Record<string, unknown> | null | undefined)?.[method] !== 'function')
      throw expected(
        name,
        method === 'call'
          ? 'a function'
          : `${or}an object with \`${method}\`${typeof value === 'function' ? ' (perhaps it must be called)' : ''}`,
        value,
      );
}
