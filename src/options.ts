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
  if (typeof options !== 'object') throw expected('options', 'an object', options);
  const { maxBytes, sizeOf, eviction, order = 'concat', enabled$, keyOf, scheduler, ttl = Infinity } = options;
  checkFunction('sizeOf', sizeOf);
  checkFunction('keyOf', keyOf);
  checkMethods('eviction', eviction, 'added', 'used', 'removed', 'victim');
  checkMethods('enabled$', enabled$, 'subscribe');
  checkMethods('scheduler', scheduler, 'now');
  if (!sizeOf && (maxBytes !== undefined || eviction?.needsSizes)) {
    throw new TypeError(
      `${maxBytes === undefined ? 'This `eviction`' : '`maxBytes`'} needs \`sizeOf\`, a function that says the bytes of an item`,
    );
  }
  if (!['concat', 'merge', 'switch'].includes(order)) throw expected('order', "'concat', 'merge' or 'switch'", order, RangeError);
  if (checkNumber('ttl', ttl, 0) === 0) throw expected('ttl', 'a number above 0', ttl, RangeError);
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

/** The size of a history: a finite integer from 1 and up, 30 by default. @throws RangeError | TypeError for any other */
export function checkHistorySize(size = 30): number {
  return checkInteger('historySize', size, 1, Number.MAX_SAFE_INTEGER);
}

/** @throws TypeError if this is no provider */
export function checkProvider<K, V>(provider: Provider<K, V>): void {
  checkPart('provider', provider, 'load', 'has', 'keys', 'stats');
}

/** @throws TypeError if this is no predictor */
export function checkPredictor<K>(predictor: Predictor<K>): void {
  checkPart('predictor', predictor, 'predict', 'observe');
}

/** What `sizeOf` said. @throws RangeError | TypeError if it is not a finite number from 0 and up */
export function checkSize(bytes: number): number {
  return checkNumber('sizeOf(value)', bytes, 0, Number.MAX_VALUE);
}

/** The error of a wrong argument: what it is, what was expected and what came. */
export function expected(name: string, what: string, came: unknown, Kind: new (message: string) => Error = TypeError): Error {
  return new Kind(`Expected \`${name}\` to be ${what}, got \`${show(came)}\` (${came === null ? 'null' : typeof came})`);
}

/** An integer within limits; Infinity too if it is one of them. @throws RangeError | TypeError for any other */
export function checkInteger(name: string, value: number, from: number, to = Infinity): number {
  return checkNumber(name, value, from, to, true);
}

/** A number within limits; Infinity too if it is one of them. @throws RangeError | TypeError for any other */
export function checkNumber(name: string, value: number, from: number, to = Infinity, isWhole = false): number {
  const isNumber = typeof value === 'number';
  if (isNumber && value >= from && value <= to && (!isWhole || value === Infinity || Number.isInteger(value))) return value;
  // A limit that no counting reaches is one in name only: it keeps Infinity out.
  const isOpen = to >= Number.MAX_SAFE_INTEGER;
  const kind = `${isOpen && to < Infinity ? 'a finite' : isWhole ? 'an' : 'a'} ${isWhole ? 'integer' : 'number'}`;
  throw expected(name, `${kind} from ${from} ${isOpen ? 'and up' : `to ${to}`}`, value, isNumber ? RangeError : TypeError);
}

/** A function, or an object with this method; and perhaps with more. */
function checkPart(name: string, part: object, method: string, ...optional: string[]): void {
  if (typeof part === 'function') return;
  if (!has(part, method)) throw expected(name, `a function or an object with \`${method}\``, part);
  for (const other of optional) checkFunction(`${name}.${other}`, (part as Record<string, unknown>)[other]);
}

function checkFunction(name: string, value: unknown): void {
  if (value !== undefined && typeof value !== 'function') throw expected(name, 'a function', value);
}

function checkMethods(name: string, value: object | undefined, ...methods: string[]): void {
  if (value === undefined) return;
  for (const method of methods) if (!has(value, method)) throw expected(name, `an object with \`${method}\``, value);
}

function has(value: object, method: string): boolean {
  return typeof (value as Record<string, unknown> | null | undefined)?.[method] === 'function';
}
