import type { Subscriber } from 'rxjs';
import type { Entry, WarmGuard } from '../../src/cache/entry.js';
import type { LoadError } from '../../src/errors.js';

/** What began a load. */
export type Origin = 'demand' | 'plan' | 'warm';

/** A run of `warm`, as its loads see it. */
export interface WarmOwner extends WarmGuard {
  /** A load of it has ended, or was detached. `skipped`: its item found no room. */
  ended(load: object, result: 'done' | 'failed' | 'skipped'): void;
}

/** A request that waits for a load, or for its turn. */
export interface Request<K, V> {
  readonly key: K;
  /** When it was made, in ms of the scheduler. */
  readonly at: number;
  load: Load<K, V> | undefined;
  entry: Entry<K, V> | undefined;
  error: LoadError<K> | undefined;
  /** Whether it is still to be handed over. */
  isWaiting: boolean;
  /** Gets its item or its error, in a transaction. */
  readonly settle: (request: Request<K, V>, entry?: Entry<K, V>, error?: LoadError<K>) => void;
}

/** One load of one key: a run of the provider, shared by all that want it. */
export interface Load<K, V> {
  readonly id: unknown;
  readonly key: K;
  readonly origin: Origin;
  /** Its place in the order of creation. */
  readonly number: number;
  /** In ms of the clock; Infinity until it is subscribed to. */
  startedAt: number;
  /**
   * The requests that joined it, in their order; those that gave up have another `load`, or none.
   */
  requests: Request<K, V>[];
  /** How many requests wait for it. */
  waiting: number;
  /** The running warm that wants it. */
  warm: WarmOwner | undefined;
  /** Whether a request ever joined it, or began it. */
  isUsed: boolean;
  /**
   * The right to be one of `concurrency` prefetches; `reserved`: it is in flight and enters
   * `mergeMap` at the next refill.
   */
  slot: 'none' | 'reserved' | 'held';
  /** Its index among the prefetches. */
  place: number;
  /** Frees the slot that is held. */
  freeSlot: (() => void) | undefined;
  state: 'new' | 'subscribing' | 'running' | 'ended' | 'aborted';
  /** Its value: once it came it is kept, handed over or evicted, whatever becomes of the load. */
  entry: Entry<K, V> | undefined;
  /** What it came to; while it is being subscribed to, it is settled when that call has returned. */
  outcome: 'loaded' | 'failed' | undefined;
  error: unknown;
  /** Its subscription to the provider. */
  subscriber: Subscriber<V> | undefined;
  /** Made when the provider reads `signal`. */
  controller: AbortController | undefined;
}

/** A load that is not subscribed to yet. */
export function createLoad<K, V>(
  id: unknown,
  key: K,
  origin: Origin,
  number: number,
  warm: WarmOwner | undefined,
): Load<K, V> {
  return {
    id,
    key,
    origin,
    number,
    startedAt: Infinity,
    requests: [],
    waiting: 0,
    warm,
    isUsed: origin === 'demand',
    slot: 'none',
    place: -1,
    freeSlot: undefined,
    state: 'new',
    entry: undefined,
    outcome: undefined,
    error: undefined,
    subscriber: undefined,
    controller: undefined,
  };
}

/** Whether a load has neither ended nor been aborted. */
export function isInFlight({
  state,
}: {
  readonly state: Load<unknown, unknown>['state'];
}): boolean {
  return state !== 'ended' && state !== 'aborted';
}
