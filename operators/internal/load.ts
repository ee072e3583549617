import type { Subscription } from 'rxjs';
import type { Entry, WarmGuard } from '../../src/cache/entry.js';
import type { LoadError } from '../../src/errors.js';

/** What began a load. */
export type Origin = 'demand' | 'plan' | 'warm' | 'revalidate';

/** The reason of each origin, for providers and states. */
export const REASON = {
  demand: 'demand',
  plan: 'prefetch',
  warm: 'prefetch',
  revalidate: 'revalidate',
} as const;

/** The members of a running `warm` that its loads use. */
export interface WarmOwner extends WarmGuard {
  /** Called when a load has ended or was detached; `skipped`: there was no room for its item. */
  ended(load: object, result: 'done' | 'failed' | 'skipped'): void;
}

/** A request that waits for a load, or for its turn. */
export interface Request<K, V> {
  readonly key: K;
  /**
   * When the request was made, in ms of the clock; undefined for a later value of a followed key.
   */
  readonly at: number | undefined;
  load: Load<K, V> | undefined;
  entry: Entry<K, V> | undefined;
  error: LoadError<K> | undefined;
  /** Whether the request is still to be delivered: it has not left. */
  isWaiting: boolean;
  /** Whether the request has its item or its error. */
  isSettled: boolean;
  /** Gives the request its item or its error; called in a transaction. */
  readonly settle: (request: Request<K, V>, entry?: Entry<K, V>, error?: LoadError<K>) => void;
}

/** One run of the provider for one key, shared by all requests that join it. */
export interface Load<K, V> {
  readonly id: unknown;
  readonly key: K;
  readonly origin: Origin;
  /** Sequence number, in the order of creation. */
  readonly number: number;
  /** When the subscription began, in ms of the clock; Infinity before. */
  startedAt: number;
  /** The requests that joined, in order. A request that left has another `load`, or none. */
  requests: Request<K, V>[];
  /** How many of `requests` still wait for this load. */
  waiting: number;
  /** The running warm that wants this load. */
  warm: WarmOwner | undefined;
  /**
   * Why it continues without a request. `stale`: a request got an expired item instead. `reload`:
   * its value is kept as by `set`.
   */
  renewal: 'none' | 'stale' | 'reload';
  /** Whether it is no prefetch, or a request has joined it. */
  isUsed: boolean;
  /**
   * The slot of a prefetch. `reserved`: the load is in flight, and enters `mergeMap` at the next
   * refill.
   */
  slot: 'none' | 'reserved' | 'held';
  /** Returns the key to the plan that started the load. */
  reopen: (() => void) | undefined;
  /** Index in `Loads.prefetches`. */
  place: number;
  /** Frees the slot while `slot` is `held`. */
  onSlotFree: (() => void) | undefined;
  state: 'new' | 'subscribing' | 'running' | 'ended' | 'aborted';
  /** The first value. Once set, it is delivered, stored or evicted, however the load ends. */
  entry: Entry<K, V> | undefined;
  /**
   * The outcome. If it is known while `state` is `subscribing`, the load settles after that call.
   */
  outcome: 'loaded' | 'failed' | undefined;
  error: unknown;
  /** The subscription to the provider, or the place in a batch. */
  subscriber: Subscription | undefined;
  /** Created when the provider first reads `signal`. */
  controller: AbortController | undefined;
}

/** A load whose provider is not subscribed yet. */
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
    renewal: 'none',
    isUsed: REASON[origin] !== 'prefetch',
    slot: 'none',
    reopen: undefined,
    place: -1,
    onSlotFree: undefined,
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
