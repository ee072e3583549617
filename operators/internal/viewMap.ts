import { expected } from '../../src/options.js';
import type { Settled, View } from '../../src/types.js';
import type { Request } from './load.js';

/** A key of the present view: a request that lives as long as the key is in the view. */
export interface Member<K, V> extends Request<K, V> {
  readonly id: unknown;
  /** When it was requested, in ms of the clock; undefined if no `serve` is due. */
  at: number | undefined;
  /** Whether it is still to be requested. */
  isNew: boolean;
  /** Whether its item is an expired one, as its load has failed. */
  isOld: boolean;
  /** Its outcome in the emitted maps; created when it is first emitted. */
  settled: Settled<K, V> | undefined;
}

/** A member that is still to be requested. */
export function createMember<K, V>(
  id: unknown,
  key: K,
  settle: Request<K, V>['settle'],
): Member<K, V> {
  return {
    id,
    key,
    at: undefined,
    load: undefined,
    entry: undefined,
    error: undefined,
    isWaiting: false,
    isSettled: false,
    isNew: true,
    isOld: false,
    settled: undefined,
    settle,
  };
}

/** A map of the outcomes of a view, in its order. A key without an outcome is missing. */
export function createViewMap<K, V>(
  shown: Iterable<readonly [K, Member<K, V>]>,
  retry: () => void,
): View<K, V> {
  const map = new Map<K, Settled<K, V>>();
  for (const [key, member] of shown)
    if (member.entry || member.error) map.set(key, (member.settled ??= outcomeOf(member)));
  // Not enumerable, so that the map equals any Map with the same items.
  return Object.defineProperty(map, 'retry', { value: retry }) as typeof map & View<K, V>;
}

function outcomeOf<K, V>({ key, entry, error }: Member<K, V>): Settled<K, V> {
  return entry
    ? { key, status: 'fulfilled', value: entry.value }
    : { key, status: 'rejected', reason: error as NonNullable<typeof error> };
}

/** How many keys a view may have. */
const MAX_KEYS = 10_000;

/**
 * The keys of a view.
 *
 * @throws TypeError if it is no iterable, or a string; RangeError for more than 10,000 keys
 */
export function toKeys<K>(view: Iterable<K>): K[] {
  const iterate = (view as Partial<Iterable<K>> | null | undefined)?.[Symbol.iterator];
  if (typeof iterate !== 'function' || typeof view === 'string')
    throw expected('view', 'an iterable of keys', view);
  const keys: K[] = [];
  for (const key of view)
    if (keys.push(key) > MAX_KEYS)
      throw expected('view', `an iterable of at most ${MAX_KEYS} keys`, view, RangeError);
  return keys;
}
