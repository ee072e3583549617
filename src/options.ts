import type { Observable, SchedulerLike } from 'rxjs';
import { show } from './errors.js';
import type {
  AccessPredictor,
  Control,
  Errors,
  EvictionPolicy,
  OnRequest,
  Order,
  ReadOptions,
} from './types.js';

/** Whether two identities are equal, as in a Map (SameValueZero). */
export function sameKey(a: unknown, b: unknown): boolean {
  return a === b || (a !== a && b !== b);
}

/** The options of a cache; each has a default. */
export interface PrefetchCacheOptions<K, V> {
  /**
   * How many items are kept: an integer of 1 or more.
   * @defaultValue 100; no limit if only `maxBytes` is given
   */
  readonly maxKeys?: number | undefined;
  /**
   * How many bytes are kept, as `sizeOf` counts them: 0 or more. Requires `sizeOf`.
   * @defaultValue no limit
   */
  readonly maxBytes?: number | undefined;
  /** The size of an item in bytes: a finite number of 0 or more. @defaultValue 0 for every item */
  readonly sizeOf?: ((value: V, key: K) => number) | undefined;
  /**
   * How many prefetches may be in flight: an integer of 0 or more; 0: no prefetching.
   * @defaultValue 4
   */
  readonly concurrency?: number | undefined;
  /**
   * What prefetching does while a request waits for its load: `'continue'`, `'hold'` (no prefetch
   * starts) or `'abort'` (also, prefetches that no request has joined are aborted before the
   * provider is called for the request). The same plans resume once no request waits, also with the
   * aborted keys. Revalidations, and loads of a `warm` that are in flight, continue.
   * @defaultValue `'continue'`
   */
  readonly onRequest?: OnRequest | undefined;
  /**
   * How many prefetches, those of warms too, may begin in any 1,000 ms: an integer of 1 or more.
   * Requests and revalidations are not limited.
   * @defaultValue no limit
   */
  readonly maxPerSecond?: number | undefined;
  /**
   * How many keys a plan holds: an integer of 0 or more; at most 1,024 count.
   * @defaultValue 20
   */
  readonly lookahead?: number | undefined;
  /**
   * How many keys of history the predictor gets; the last one is the current key. A finite integer
   * of 1 or more.
   * @defaultValue 30
   */
  readonly historySize?: number | undefined;
  /**
   * Chooses the victim among the least likely items. One instance serves one cache.
   * @defaultValue `oldest()`; with control `lhd()`
   */
  readonly eviction?: EvictionPolicy<K> | undefined;
  /**
   * Decides which likely keys are worth a load. One instance serves one cache.
   * @defaultValue the control of the predictor, if it has one, as `auto()` does
   */
  readonly control?: Control<K> | undefined;
  /**
   * The order of the items of a stream: that of the keys (`'concat'`; loads start at once), as they
   * become ready (`'merge'`), or the latest key only (`'switch'`). @defaultValue `'concat'`
   */
  readonly order?: Order | undefined;
  /**
   * Milliseconds after which an item is expired: more than 0. A function gives each item its own; a
   * wrong result or an error of the function fails the load.
   * @defaultValue never
   */
  readonly ttl?: number | ((value: V, key: K) => number) | undefined;
  /**
   * Milliseconds after its expiry for which an item is still served at once, while the key is loaded
   * again: 0 or more. More than 0 requires `ttl`.
   * @defaultValue 0
   */
  readonly staleWhileRevalidate?: number | undefined;
  /**
   * Milliseconds after its expiry for which an item is served if a load that a request began fails:
   * 0 or more. More than 0 requires `ttl`.
   * @defaultValue 0
   */
  readonly staleIfError?: number | undefined;
  /**
   * Milliseconds before a key whose load failed is prefetched or revalidated again: 0 or more.
   * Doubled at each failure in a row, up to 1 h; reset by a success. Requests and `reload` are never
   * delayed.
   * @defaultValue 30 000
   */
  readonly prefetchBackoff?: number | undefined;
  /**
   * Turns prefetching on and off; on until its first value. Subscribed at creation, until `close`.
   * @defaultValue always on
   */
  readonly enabled$?: Observable<boolean> | undefined;
  /** The identity of a key, compared as a Map compares keys. @defaultValue the key itself */
  readonly keyOf?: ((key: K) => unknown) | undefined;
  /**
   * The clock: its `now()`. For `dwell` and `maxPerSecond` also its `schedule()`, or that of
   * `asyncScheduler` if it has none.
   * `now()` must not call the cache.
   * @defaultValue `performance.now()`, which setting the system clock does not change
   */
  readonly scheduler?: (Pick<SchedulerLike, 'now'> & Partial<SchedulerLike>) | undefined;
}

type NumberOption =
  | 'maxKeys'
  | 'maxBytes'
  | 'concurrency'
  | 'maxPerSecond'
  | 'lookahead'
  | 'historySize'
  | 'ttl'
  | 'staleWhileRevalidate'
  | 'staleIfError'
  | 'prefetchBackoff';

/** Options with all defaults, except those that need RxJS or a policy. */
export type ResolvedOptions<K, V> = Omit<
  PrefetchCacheOptions<K, V>,
  NumberOption | 'order' | 'onRequest' | 'keyOf'
> &
  Defined<Pick<PrefetchCacheOptions<K, V>, NumberOption | 'order' | 'onRequest'>> & {
    readonly keyOf: PrefetchCacheOptions<K, V>['keyOf'] | undefined;
  };

/** Options that are all defined. */
export type Defined<O> = { readonly [P in keyof O]-?: Exclude<O[P], undefined> };

/**
 * Checks options and fills in the defaults.
 *
 * @throws RangeError | TypeError that names the option, what was expected and what was given
 */
export function resolveOptions<K, V>(options: PrefetchCacheOptions<K, V>): ResolvedOptions<K, V> {
  const {
    maxBytes,
    sizeOf,
    eviction,
    ttl,
    order = 'concat',
    onRequest = 'continue',
  } = checkOptions(options, OPTIONS);
  for (const [name, ...methods] of SHAPES)
    if (options[name] !== undefined) checkMethods(name, options[name], methods);
  if (!sizeOf && (maxBytes !== undefined || eviction?.needsSizes))
    throw new TypeError(
      `\`${maxBytes === undefined ? 'eviction' : 'maxBytes'}\` requires \`sizeOf\``,
    );
  checkOneOf('order', order, ORDERS);
  checkOneOf('onRequest', onRequest, ON_REQUEST);
  const number = (
    name: NumberOption,
    fallback: number,
    from: number,
    isWhole?: boolean,
    to?: number,
  ): object => {
    const { [name]: value = fallback } = options;
    return { [name]: checkNumber(name, value as number, from, isWhole, to) };
  };
  const resolved = {
    ...options,
    order,
    onRequest,
    ...number('maxKeys', maxBytes === undefined ? 100 : Infinity, 1, true),
    ...number('maxBytes', Infinity, 0),
    ...number('concurrency', 4, 0, true),
    ...number('maxPerSecond', Infinity, 1, true),
    ...number('lookahead', 20, 0, true),
    ...number('historySize', 30, 1, true, Number.MAX_SAFE_INTEGER),
    ...(typeof ttl !== 'function' && number('ttl', Infinity, Number.MIN_VALUE)),
    ...number('staleWhileRevalidate', 0, 0),
    ...number('staleIfError', 0, 0),
    ...number('prefetchBackoff', 30_000, 0),
  } as ResolvedOptions<K, V>;
  for (const name of STALE)
    if (ttl === undefined && resolved[name] > 0)
      throw new TypeError(`\`${name}\` requires \`ttl\``);
  return resolved;
}

/**
 * Checks the options of one stream; missing ones are those of the cache.
 *
 * @throws RangeError | TypeError that names the option, what was expected and what was given
 */
export function resolveReadOptions(
  options: ReadOptions<Errors | undefined>,
  ofCache: Order,
): { readonly order: Order; readonly settled: boolean; readonly follow: boolean } {
  const {
    order = ofCache,
    errors = 'throw',
    follow = false,
  } = checkOptions(options, ['order', 'errors', 'follow']);
  checkOneOf('order', order, ORDERS);
  checkOneOf('errors', errors, ERRORS);
  if (typeof follow !== 'boolean') throw expected('follow', 'true or false', follow);
  return { order, settled: errors === 'value', follow };
}

const STALE = ['staleWhileRevalidate', 'staleIfError'] as const;
const ORDERS: readonly Order[] = ['concat', 'merge', 'switch'];
const ON_REQUEST: readonly OnRequest[] = ['continue', 'hold', 'abort'];
const ERRORS: readonly Errors[] = ['throw', 'value'];

/** The names of all options of a cache. */
export const OPTIONS = [
  'maxKeys',
  'maxBytes',
  'sizeOf',
  'concurrency',
  'onRequest',
  'maxPerSecond',
  'lookahead',
  'historySize',
  'eviction',
  'control',
  'order',
  'ttl',
  'staleWhileRevalidate',
  'staleIfError',
  'prefetchBackoff',
  'enabled$',
  'keyOf',
  'scheduler',
] as const;

/** The required methods of options that are objects; a function has `call`. */
const SHAPES = [
  ['sizeOf', 'call'],
  ['keyOf', 'call'],
  ['eviction', 'added', 'used', 'removed', 'victim'],
  ['control', 'moved', 'admits', 'keeps', 'saw', 'eviction', 'measure'],
  ['enabled$', 'subscribe'],
  ['scheduler', 'now'],
] as const;

/**
 * Checks that options are an object without unknown names.
 *
 * @throws TypeError otherwise; for an unknown name it suggests the nearest known one
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

/** The name that is most like a wrong one: by pairs of letters, length and first letter. */
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
 * Checks a part: a function, or an object with `method` and, optionally, more methods.
 * @throws TypeError otherwise
 */
export function checkPart(name: string, part: object, method: string, ...optional: string[]): void {
  if (typeof part === 'function') {
    // Only a call shows whether a function is a factory, so only functions named like one are
    // called.
    if (FACTORY.test(part.name)) checkCalled(name, part as () => unknown);
    return;
  }
  checkMethods(name, part, [method], 'a function or ');
  const given = optional.filter((each) => (part as Record<string, unknown>)[each] !== undefined);
  checkMethods(name, part, given);
}

/** The names of the factories of predictors. */
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

/** The error of a wrong argument: its name, what was expected and what was given. */
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
 * Checks a number, or an integer, within limits; Infinity is valid if it is a limit.
 * @throws RangeError | TypeError otherwise
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
  // A limit of `MAX_SAFE_INTEGER` only excludes Infinity.
  const isLimit = to < Number.MAX_SAFE_INTEGER;
  const what = `${!isLimit && to < Infinity ? 'a finite' : isWhole ? 'an' : 'a'} ${isWhole ? 'integer' : 'number'}`;
  throw expected(
    name,
    `${what} ${isLimit ? `from ${from} to ${to}` : from === Number.MIN_VALUE ? 'above 0' : `of ${from} or more`}`,
    value,
    isNumber ? RangeError : TypeError,
  );
}

/** Checks that a value is one of these names. @throws RangeError otherwise */
function checkOneOf<N extends string>(name: string, value: N, names: readonly N[]): void {
  if (names.includes(value)) return;
  throw expected(name, `'${names.join("', '")}'`.replace(/,(?=[^,]*$)/, ' or'), value, RangeError);
}

/**
 * Checks that a value has all these methods; `call` stands for a function.
 * @throws TypeError that names the first missing method
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
