import { MAX_DELAY } from '../structures/maxDelay.js';
import type { PrefetchCacheOptions } from '../options.js';
import { checkMethods, checkNumber, checkOptions, expected, type Defined } from '../options.js';
import type { StoreBus } from './bus.js';
import type { Lease } from './lease.js';
import type { Serializer } from './valueCodec.js';

/** Options of `withStore`. */
export interface WithStoreOptions<K, V> {
  /**
   * Every key in the store begins with it and a colon. Two namespaces never share a key, and none
   * changes another. Not empty.
   */
  readonly namespace: string;
  /**
   * Version of your values: one that was stored with another version is not used. Change it when
   * values get another form.
   * @defaultValue none
   */
  readonly version?: string | number | undefined;
  /**
   * Milliseconds after which a stored item expires: above 0. A function gives each item its own.
   * @defaultValue never
   */
  readonly ttl?: number | ((value: V, key: K) => number) | undefined;
  /**
   * Milliseconds after its expiry for which the store keeps an item: for a source that is slow (see
   * `timeout.soft`) or fails. 0 or more; more than 0 requires `ttl`.
   * @defaultValue 0
   */
  readonly staleFor?: number | undefined;
  /** How long loads wait: a number is `hard`. */
  readonly timeout?: number | StoreTimeouts | undefined;
  /**
   * Writes and reads values.
   * @defaultValue JSON; typed arrays, ArrayBuffer and Blob whole, as base64
   */
  readonly serialize?: Serializer<V> | undefined;
  /**
   * The text of a key, another one for each key that the cache tells apart. Required for keys other
   * than strings, numbers and bigints.
   */
  readonly keyOf?: ((key: K) => string) | undefined;
  /** Tells other processes what has changed, and hears it from them: `redisBus(client)`. */
  readonly bus?: StoreBus | undefined;
  /** Lets one process at a time load a key: `redisLease(client)`. */
  readonly lease?: Lease | undefined;
  /**
   * Milliseconds after which a lease ends by itself: longer than a load of the source takes. 1 or
   * more.
   * @defaultValue 10 000
   */
  readonly leaseFor?: number | undefined;
  /**
   * How many values may wait to be written: an integer of 1 or more. Of more, the oldest is not
   * stored.
   * @defaultValue 1000
   */
  readonly maxPending?: number | undefined;
  /**
   * Clock and timers: its `now()`, in ms since 1970, and its `schedule()`, or that of
   * `asyncScheduler` if it has none.
   * @defaultValue `asyncScheduler`
   */
  readonly scheduler?: PrefetchCacheOptions<unknown, unknown>['scheduler'];
}

/** How long loads wait for the store, for other processes, and for the source, in milliseconds. */
export interface StoreTimeouts {
  /**
   * After so long a request gets an expired item, if the store has one within `staleFor`, while the
   * source is still asked. 0 or more.
   * @defaultValue that of `hard`
   */
  readonly soft?: number | undefined;
  /**
   * After so long the source is asked, without the store, and by a request also without a lease. 1
   * or more, less than 25 days.
   * @defaultValue 1000
   */
  readonly hard?: number | undefined;
}

/** Options with all defaults. */
export type ResolvedStoreOptions<K, V> = Omit<
  WithStoreOptions<K, V>,
  'ttl' | 'staleFor' | 'timeout' | 'leaseFor' | 'maxPending'
> &
  Defined<Pick<WithStoreOptions<K, V>, 'ttl' | 'staleFor' | 'leaseFor' | 'maxPending'>> &
  Defined<StoreTimeouts>;

const OPTIONS = [
  'namespace',
  'version',
  'ttl',
  'staleFor',
  'timeout',
  'serialize',
  'keyOf',
  'bus',
  'lease',
  'leaseFor',
  'maxPending',
  'scheduler',
] as const;
const SHAPES = [
  ['serialize', 'stringify', 'parse'],
  ['keyOf', 'call'],
  ['bus', 'publish', 'subscribe'],
  ['lease', 'acquire', 'release'],
  ['scheduler', 'now'],
] as const;

/** @throws RangeError | TypeError for wrong options */
export function resolveStoreOptions<K, V>(
  options: WithStoreOptions<K, V>,
): ResolvedStoreOptions<K, V> {
  const {
    namespace,
    version,
    ttl = Infinity,
    staleFor = 0,
    timeout = {},
    leaseFor = 10_000,
    maxPending = 1000,
    ...others
  } = checkOptions(options, OPTIONS);
  if (typeof namespace !== 'string' || namespace === '')
    throw expected('namespace', 'a string that is not empty', namespace);
  if (version !== undefined && typeof version !== 'string' && !Number.isFinite(version))
    throw expected('version', 'a string or a finite number', version);
  for (const [name, ...methods] of SHAPES)
    if (others[name] !== undefined) checkMethods(name, others[name], methods);
  if (typeof ttl !== 'function') checkLifetime(ttl);
  checkNumber('staleFor', staleFor, 0);
  if (staleFor > 0 && options.ttl === undefined) throw new TypeError('`staleFor` requires `ttl`');
  checkNumber('leaseFor', leaseFor, 1, false, MAX_DELAY);
  checkNumber('maxPending', maxPending, 1, true);
  return {
    ...others,
    namespace,
    version,
    ttl,
    staleFor,
    leaseFor,
    maxPending,
    ...timeouts(timeout),
  };
}

/** Checks milliseconds for which an item lives. @throws RangeError | TypeError */
export function checkLifetime(lifetime: number): number {
  return checkNumber('ttl', lifetime, Number.MIN_VALUE);
}

function timeouts(timeout: number | StoreTimeouts): Defined<StoreTimeouts> {
  const isNumber = typeof timeout === 'number';
  const given: StoreTimeouts = isNumber
    ? { hard: timeout }
    : checkOptions<StoreTimeouts>(timeout, ['soft', 'hard']);
  const { hard = 1000, soft = hard } = given;
  checkNumber(isNumber ? 'timeout' : 'timeout.hard', hard, 1, false, MAX_DELAY);
  checkNumber('timeout.soft', soft, 0);
  return { soft, hard };
}
