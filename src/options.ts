import type { Observable, SchedulerLike } from 'rxjs';
import { show } from './errors.js';
import type { EvictionPolicy, Predictor, Provider } from './types.js';

/** Whether two identities are one, as a Map sees it (SameValueZero): what the same key is. */
export function sameKey(a: unknown, b: unknown): boolean {
  return a === b || (a !== a && b !== b);
}

/** How a cache behaves. Everything has a default. */
export interface PrefetchCacheOptions<K, V> {
  /** How many items are kept: an integer from 1 and up. @defaultValue 100; no limit if only `maxBytes` is given */
  readonly maxKeys?: number;
  /** How many bytes are kept, as `sizeOf` counts them: from 0 and up. Needs `sizeOf`. @defaultValue no limit */
  readonly maxBytes?: number;
  /** The size of an item in bytes: a finite number from 0 and up. @defaultValue 0 for every item */
  readonly sizeOf?: (value: V, key: K) => number;
  /** Speculative loads in flight at once: an integer from 0 and up; 0 is no speculation. @defaultValue 8 */
  readonly concurrency?: number;
  /** How many keys a plan holds: an integer from 0 and up, of which at most 1,024 count. @defaultValue 20 */
  readonly lookahead?: number;
  /** Keys of history that the predictor sees; the last is the current one. An integer from 1 and up, finite. @defaultValue 30 */
  readonly historySize?: number;
  /** Who goes first among the least likely. One instance serves one cache. @defaultValue `oldest()` */
  readonly eviction?: EvictionPolicy<K>;
  /**
   * The order in which a stream hands over its items: that of the keys (`'concat'`; loads start at once), as they come (`'merge'`), or the latest
   * only (`'switch'`). @defaultValue `'concat'`
   */
  readonly order?: Order;
  /** Milliseconds after which an item is loaded anew: more than 0. @defaultValue never */
  readonly ttl?: number;
  /**
   * Milliseconds before a key whose load failed is speculated again: from 0 and up. Doubled at each failure in a row, up to 1 h; reset by success.
   * @defaultValue 30 000
   */
  readonly retryAfter?: number;
  /** Turns speculation on and off. Subscribed at creation, on until its first value, released by `close`. @defaultValue always on */
  readonly enabled$?: Observable<boolean>;
  /** The identity of a key, compared as a Map compares keys. @defaultValue the key itself */
  readonly keyOf?: (key: K) => unknown;
  /** The clock; only its `now()` is used. @defaultValue `asyncScheduler` */
  readonly scheduler?: SchedulerLike;
}

/** The order in which a stream hands over its items. */
export type Order = 'concat' | 'merge' | 'switch';

/** Options with all defaults but those that need RxJS or a policy. */
export interface ResolvedOptions<K, V> {
  readonly maxKeys: number;
  readonly maxBytes: number;
  readonly sizeOf: ((value: V, key: K) => number) | undefined;
  readonly concurrency: number;
  readonly lookahead: number;
  readonly historySize: number;
  readonly order: Order;
  readonly ttl: number;
  readonly retryAfter: number;
  readonly keyOf: ((key: K) => unknown) | undefined;
}

/**
 * Checks options and fills in the defaults.
 *
 * @throws RangeError | TypeError that names the option, what was expected and what came
 */
export function resolveOptions<K, V>(options: PrefetchCacheOptions<K, V>): ResolvedOptions<K, V> {
  if (typeof options !== 'object' || (options as unknown) === null) throw expected('options', 'an object', options);
  const { maxBytes, sizeOf, eviction, order = 'concat', enabled$, keyOf, scheduler, ttl = Infinity } = options;
  checkFunction('sizeOf', sizeOf);
  checkFunction('keyOf', keyOf);
  if (maxBytes !== undefined && !sizeOf)
    throw new TypeError('`maxBytes` needs `sizeOf`: expected a function that says the bytes of an item, got none');
  if (eviction) {
    for (const hook of ['added', 'used', 'removed', 'victim'] as const) checkMethod('eviction', eviction, hook);
    if (eviction.needsSizes && !sizeOf)
      throw new TypeError('This `eviction` needs `sizeOf`: expected a function that says the bytes of an item, got none');
  }
  if (!['concat', 'merge', 'switch'].includes(order)) throw expected('order', "'concat', 'merge' or 'switch'", order, RangeError);
  if (enabled$) checkMethod('enabled$', enabled$, 'subscribe');
  if (scheduler) checkMethod('scheduler', scheduler, 'now');
  if (!(checkNumber('ttl', ttl, 0) > 0)) throw expected('ttl', 'a number above 0', ttl, RangeError);
  return {
    maxKeys: checkInteger('maxKeys', options.maxKeys ?? (maxBytes === undefined ? 100 : Infinity), 1),
    maxBytes: checkNumber('maxBytes', maxBytes ?? Infinity, 0),
    sizeOf,
    concurrency: checkInteger('concurrency', options.concurrency ?? 8, 0),
    lookahead: checkInteger('lookahead', options.lookahead ?? 20, 0),
    historySize: checkHistorySize(options.historySize),
    order,
    ttl,
    retryAfter: checkNumber('retryAfter', options.retryAfter ?? 30_000, 0),
    keyOf,
  };
}

/** The size of a history: an integer from 1 and up, 30 by default. @throws RangeError | TypeError for any other */
export function checkHistorySize(size = 30): number {
  if (checkInteger('historySize', size, 1) === Infinity) throw expected('historySize', 'a finite integer', size, RangeError);
  return size;
}

/** The provider's load function, with its object. @throws TypeError if there is none */
export function checkProvider<K, V>(provider: Provider<K, V>): void {
  if (typeof provider === 'function') return;
  checkMethod('provider', provider, 'load', 'a function or an object');
  for (const method of ['has', 'keys', 'stats']) checkOptional('provider', provider, method);
}

/** @throws TypeError if this is no predictor */
export function checkPredictor<K>(predictor: Predictor<K>): void {
  if (typeof predictor === 'function') return;
  checkMethod('predictor', predictor, 'predict', 'a function or an object');
  checkOptional('predictor', predictor, 'observe');
}

/** The error of a wrong argument: what it is, what was expected and what came. */
export function expected(name: string, what: string, came: unknown, Kind: new (message: string) => Error = TypeError): Error {
  return new Kind(`Expected \`${name}\` to be ${what}, got \`${show(came)}\` (${came === null ? 'null' : typeof came})`);
}

/** A number of at least `from`, which may be infinite. @throws RangeError | TypeError for any other */
function checkNumber(name: string, value: number, from: number): number {
  if (typeof value !== 'number') throw expected(name, 'a number', value);
  if (!(value >= from)) throw expected(name, `a number from ${from} and up`, value, RangeError);
  return value;
}

/** An integer of at least `from`, or Infinity. @throws RangeError | TypeError for any other */
export function checkInteger(name: string, value: number, from: number): number {
  if (typeof value !== 'number') throw expected(name, 'a number', value);
  if (!(value >= from && (Number.isInteger(value) || value === Infinity)))
    throw expected(name, `an integer from ${from} and up`, value, RangeError);
  return value;
}

/** What `sizeOf` said. @throws RangeError | TypeError if it is not a finite number from 0 and up */
export function checkSize(bytes: number): number {
  if (checkNumber('sizeOf(value)', bytes, 0) === Infinity) throw expected('sizeOf(value)', 'a finite number', bytes, RangeError);
  return bytes;
}

function checkFunction(name: string, value: unknown): void {
  if (value !== undefined && typeof value !== 'function') throw expected(name, 'a function', value);
}

function checkOptional(name: string, value: object, method: string): void {
  checkFunction(`${name}.${method}`, (value as Record<string, unknown>)[method]);
}

function checkMethod(name: string, value: object, method: string, what = 'an object'): void {
  if (typeof (value as Record<string, unknown> | null | undefined)?.[method] !== 'function')
    throw expected(name, `${what} with \`${method}\``, value);
}
