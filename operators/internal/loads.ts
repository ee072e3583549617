import type { Backoff } from '../../src/cache/backoff.js';
import type { Entry } from '../../src/cache/entry.js';
import type { Gate } from '../../src/cache/gate.js';
import type { Candidate } from '../../src/cache/nextCandidate.js';
import { createKeyMap } from '../../src/structures/keyMap.js';
import type { LoadClaims } from '../../src/cache/loadClaims.js';
import type { Store } from '../../src/cache/store.js';
import { toLoadError, type LoadError } from '../../src/errors.js';
import type { UntimedEvent } from '../../src/events.js';
import type { Followers } from './followers.js';
import { createBatches } from './batches.js';
import { createProviderCall, type CallOptions } from './providerCall.js';
import {
  createLoad,
  isInFlight,
  REASON,
  type Load,
  type Origin,
  type Request,
  type WarmOwner,
} from './load.js';
import type { Pacer } from './pacer.js';
import { reportErrors } from './reportErrors.js';
import type { ManyPart } from './resolveUserParts.js';
import { createSlots } from './slots.js';
import type { Timer } from './timerOf.js';
import type { Transaction } from './transaction.js';

/** Loads in flight, at most one per key. A load that becomes unwanted is aborted. */
export interface Loads<K, V> {
  /** The load that a request for this key joins, if there is one. */
  get(id: unknown): Load<K, V> | undefined;
  /** All loads in flight, detached ones too, in the order in which they began. */
  inFlight(): Load<K, V>[];
  /** The loads that have a slot, in no order. */
  readonly prefetches: readonly Load<K, V>[];
  /** The first prefetch whose slot is reserved. */
  firstReserved(): Load<K, V> | undefined;
  /** Creates a planned load. It starts when `takeSlot` is called. */
  createPrefetch(candidate: Candidate<K>): Load<K, V>;
  /**
   * Marks the slot of a prefetch as held, and starts the load if it is new.
   * @param free - called once, when the slot becomes free
   */
  takeSlot(load: Load<K, V>, free: () => void): void;
  /** Called after each refill: sends the prefetches that wait for no window. */
  readonly refilled: () => void;
  /** Starts a load of a warm. */
  warm(id: unknown, key: K, warm: WarmOwner): Load<K, V>;
  /**
   * Joins requests of one key to its load, or to a new load. If the key has become resident, the
   * requests get the resident. With `onRequest: 'abort'`, prefetches are aborted first.
   */
  attach(requests: Request<K, V>[], id: unknown, key: K): void;
  /**
   * Revalidates a key, without a slot, until the load ends, is detached or the cache closes. If the
   * key is in flight, that load is used. A key at rest is not loaded for a `stale` item.
   */
  readonly renew: (id: unknown, key: K, renewal: 'stale' | 'reload') => void;
  /** Detaches requests that were abandoned. Unwanted loads are aborted. */
  leave(requests: readonly Request<K, V>[]): void;
  /**
   * Takes the prefetches of these keys out of their slots, as requests are about to join them.
   * @returns lets those go that no request has joined
   */
  claim(ids: Iterable<unknown>): () => void;
  /** Detaches a load from its warm, which was unsubscribed. */
  leaveWarm(load: Load<K, V>): void;
  /** Aborts all unwanted prefetches. O(prefetches) */
  readonly abortUnwanted: () => void;
  /**
   * Detaches the load of a key: the next request starts a new load. Waiting requests still get the
   * value, which is not kept.
   */
  detach(id: unknown): void;
  abort(load: Load<K, V>): void;
}

/** The parts of the cache that loads use. */
export interface LoadOptions<K, V> extends Pick<CallOptions<K, V>, 'load' | 'measure'> {
  readonly many: ManyPart<K, V> | undefined;
  readonly timer: Timer;
  readonly transaction: Transaction;
  readonly emit: (event: UntimedEvent<K>) => void;
  readonly now: () => number;
  readonly store: Store<K, V>;
  readonly backoff: Backoff<K>;
  readonly claims: LoadClaims;
  readonly followers: Pick<Followers<K, V>, 'arrived'>;
  readonly gate: Gate;
  /** Paces prefetches; undefined without a limit. */
  readonly pacer: Pacer | undefined;
  readonly likelihoodOf: (id: unknown) => number;
  /** Called when a key is no longer in flight. */
  readonly unblocked: (id: unknown) => void;
}

/** How many requests that left a load may hold beside as many as wait. */
const MAX_LEFT = 16;

/** The event type of each ending. */
const PREFETCH = {
  success: 'prefetch-success',
  error: 'prefetch-error',
  abort: 'prefetch-abort',
} as const;
const EVENT = {
  demand: { success: 'load-success', error: 'load-error', abort: 'load-abort' },
  plan: PREFETCH,
  warm: PREFETCH,
  revalidate: {
    success: 'revalidate-success',
    error: 'revalidate-error',
    abort: 'revalidate-abort',
  },
} as const;

// One idea: the life of a load, from its start to its only end.
export function createLoads<K, V>(options: LoadOptions<K, V>): Loads<K, V> {
  const { transaction, emit, now, store, backoff, claims, followers, gate, pacer } = options;
  const { likelihoodOf, unblocked, many, timer } = options;
  const byId = createKeyMap<Load<K, V>>();
  /** Loads in flight that requests can no longer join. */
  const detached = new Set<Load<K, V>>();
  const slots = createSlots<K, V>(transaction);
  const { taken: prefetches } = slots;
  let created = 0;

  const isPrefetch = ({ slot }: Load<K, V>): boolean => slot !== 'none';
  /** Whether a load in flight has no request, no warm, no slot and no revalidation. */
  const isIdle = (load: Load<K, V>): boolean =>
    load.waiting === 0 &&
    !load.warm &&
    load.renewal === 'none' &&
    !isPrefetch(load) &&
    isInFlight(load);
  const isAttached = (load: Load<K, V>): boolean => byId.get(load.id) === load;

  // ---- Start.

  const create = (id: unknown, key: K, origin: Origin, warm?: WarmOwner): Load<K, V> => {
    const load = createLoad<K, V>(id, key, origin, ++created, warm);
    byId.set(id, load);
    return load;
  };
  /**
   * Subscribes to the provider. An outcome during this call is handled after the call has returned,
   * so that the current transaction continues first.
   */
  const start = (load: Load<K, V>): void => {
    const { origin, key } = load;
    if (origin === 'demand') emit({ type: 'load-start', key });
    else if (origin === 'revalidate') emit({ type: 'revalidate-start', key });
    else emit({ type: 'prefetch-start', key, warm: origin === 'warm' });
    load.startedAt = reportErrors(now) ?? Infinity;
    if (origin === 'plan' || origin === 'warm') pacer?.began(load.startedAt);
    // The clock may be a user's, and may have aborted the load.
    if (!isInFlight(load)) return;
    if (batches && REASON[origin] === 'prefetch') {
      load.state = 'running';
      batches.add(load);
    } else call([load]);
  };
  /** Calls the provider for a load, or for a batch of prefetches. */
  const call = (started: readonly Load<K, V>[]): void => {
    for (const load of started) load.state = 'subscribing';
    transaction.outside(callProvider, started);
    for (const load of started)
      if (isInFlight(load)) {
        load.state = 'running';
        if (load.outcome) settle(load);
      }
  };
  const batches = many && createBatches({ ...many, timer, transaction, send: call });

  // ---- The requests that wait for loads in flight.

  const wait = (load: Load<K, V>, requests: Request<K, V>[]): void => {
    for (const request of requests) request.load = load;
    load.waiting += requests.length;
    gate.waiting += requests.length;
    if (load.requests.length === 0) load.requests = requests;
    else for (const request of requests) load.requests.push(request);
    slots.free(load);
    load.isUsed = true;
  };
  const stopWaiting = (count: number): void => {
    gate.waiting -= count;
    if (count > 0 && gate.waiting === 0) transaction.needsRefill();
  };
  /**
   * Aborts prefetches that may not continue while `count` more requests wait.
   * @returns whether user code may have been called
   */
  const abortForRequests = (count: number): boolean => {
    if (prefetches.length === 0) return false;
    gate.waiting += count;
    const isClosed = !gate.keeps();
    if (isClosed) loads.abortUnwanted();
    gate.waiting -= count;
    return isClosed;
  };

  // ---- The end.

  /**
   * Time since the start of the load in ms; 0 if it has not started. Called before the state
   * changes: the clock may be a user's, which may call the cache or throw.
   */
  const durationOf = ({ startedAt }: Load<K, V>): number =>
    Math.max((reportErrors(now) ?? 0) - startedAt, 0);
  const emitEnd = (load: Load<K, V>, ending: keyof typeof PREFETCH, duration: number): void => {
    const { origin, key, isUsed: used, error } = load;
    emit({
      type: EVENT[origin][ending],
      key,
      duration,
      ...(ending === 'error' && { error }),
      ...(REASON[origin] === 'prefetch' && { warm: origin === 'warm', used }),
    } as UntimedEvent<K>);
  };
  const end = (load: Load<K, V>, ending: keyof typeof PREFETCH, duration: number): void => {
    load.state = ending === 'abort' ? 'aborted' : 'ended';
    stopWaiting(load.waiting);
    if (isAttached(load)) byId.delete(load.id);
    else detached.delete(load);
    // A loaded key may become resident at once, and no plan may start it before that.
    if (ending !== 'success') unblocked(load.id);
    if (ending === 'abort' && !gate.keeps()) load.reopen?.();
    slots.free(load);
    emitEnd(load, ending, duration);
  };
  const endWarm = (load: Load<K, V>, result: 'done' | 'failed' | 'skipped'): void => {
    const { warm } = load;
    load.warm = undefined;
    warm?.ended(load, result);
  };
  const settleRequests = (load: Load<K, V>, entry?: Entry<K, V>, error?: LoadError<K>): void => {
    for (const request of load.requests)
      if (request.load === load) request.settle(request, entry, error);
  };

  const succeed = (load: Load<K, V>, entry: Entry<K, V>, duration: number): void => {
    const { id, origin, warm, isUsed, waiting, renewal } = load;
    const wasAttached = isAttached(load);
    store.receive(entry);
    // The end of a detached load does not end the rest of its key.
    if (wasAttached) backoff.forget(id);
    end(load, 'success', duration);
    entry.unrequested = !isUsed;
    entry.warm = warm;
    settleRequests(load, entry);
    if (wasAttached) followers.arrived(entry);
    // A requested item may displace any other, and so may one that renews a resident. A prefetched
    // one displaces nothing likelier.
    const isRequested =
      waiting > 0 || renewal === 'reload' || (renewal === 'stale' && store.entries.get(id));
    const limit = isRequested ? Infinity : likelihoodOf(id);
    const isKept = wasAttached && store.keep(entry, limit, origin === 'plan' ? 'prefetch' : origin);
    if (isKept) followers.arrived(entry);
    if (!wasAttached) store.drop(entry, 'rejected');
    unblocked(id);
    endWarm(load, isKept ? 'done' : 'skipped');
  };
  const fail = (load: Load<K, V>, duration: number): void => {
    const { id, key, origin, entry } = load;
    if (isAttached(load)) backoff.failed(id, key, load.error);
    if (entry) store.drop(entry, 'rejected');
    // The clock and control were called, and may have aborted it.
    if (!isInFlight(load)) return;
    end(load, 'error', duration);
    endWarm(load, 'failed');
    if (origin === 'demand') {
      const old = reportErrors(() => store.findForError(id));
      settleRequests(load, old, old ? undefined : toLoadError(key, load.error));
    } else if (load.waiting > 0)
      loads.attach(
        load.requests.filter((request) => request.load === load),
        id,
        key,
      );
  };
  const settle = (load: Load<K, V>): void => {
    const duration = durationOf(load);
    if (!isInFlight(load)) return;
    if (load.outcome === 'loaded') succeed(load, load.entry as Entry<K, V>, duration);
    else fail(load, duration);
  };
  const callProvider = createProviderCall<K, V>({
    ...options,
    ...many,
    settle(load) {
      reportErrors(() => transaction.run(() => settle(load)));
    },
    together: (settleAll) => transaction.run(settleAll),
  });

  /** Whether a request waits, and has no load in flight. */
  const isUnanswered = ({ isWaiting, isSettled, load }: Request<K, V>): boolean =>
    isWaiting && !isSettled && !(load && isInFlight(load));
  /** Drops the requests that left, once they outnumber the others: O(1) a request, amortized. */
  const forgetLeft = (load: Load<K, V>): void => {
    if (load.requests.length > 2 * load.waiting + MAX_LEFT)
      load.requests = load.requests.filter((request) => request.load === load);
  };
  /** Called when a request or the warm of a load has left. */
  const release = (load: Load<K, V>): void => {
    if (!isIdle(load)) return;
    const fate = isAttached(load) ? claims.fateOf(load, prefetches.length) : 'abort';
    // Control was asked, and may have changed what becomes of the load.
    if (!isIdle(load)) return;
    if (fate === 'abort' || !isAttached(load)) loads.abort(load);
    else {
      slots.reserve(load);
    }
  };

  const loads: Loads<K, V> = {
    get: (id) => byId.get(id),
    inFlight: () => [...byId.values(), ...detached].sort((a, b) => a.number - b.number),
    prefetches,
    firstReserved: slots.firstReserved,
    createPrefetch({ id, key, reopen }) {
      const load = create(id, key, 'plan');
      load.reopen = reopen;
      slots.give(load);
      return load;
    },
    takeSlot(load, free) {
      slots.hold(load, free);
      if (load.state === 'new') start(load);
    },
    refilled: () => batches?.refilled(),
    warm(id, key, warm) {
      const load = create(id, key, 'warm', warm);
      start(load);
      return load;
    },
    attach(requests, id, key) {
      const known = byId.get(id);
      const entry = known ? undefined : store.find(id);
      if (known) {
        wait(known, requests);
        abortForRequests(0);
        if (batches?.remove(known)) call([known]);
      } else if (entry) for (const request of requests) request.settle(request, entry);
      else if (abortForRequests(requests.length)) {
        // Requests may have left or joined a load, and the key may be in flight or resident.
        const left = requests.filter(isUnanswered);
        if (left.length > 0) loads.attach(left, id, key);
      } else {
        const load = create(id, key, 'demand');
        wait(load, requests);
        start(load);
      }
    },
    renew(id, key, renewal) {
      const known = byId.get(id);
      if (!known && renewal === 'stale' && backoff.restsUntil(id) > now()) return;
      const load = known ?? create(id, key, 'revalidate');
      if (load.renewal !== 'reload') load.renewal = renewal;
      slots.free(load);
      if (!known) start(load);
    },
    leave(requests) {
      // All requests leave before any load is aborted: an abort may make another load fail, which
      // would then serve requests that are about to leave it.
      const left = requests.map(({ load }) => load);
      for (const { load } of requests) {
        if (!load) continue;
        load.waiting--;
        if (isInFlight(load)) stopWaiting(1);
      }
      for (const request of requests) request.load = undefined;
      for (const load of left) {
        if (!load) continue;
        forgetLeft(load);
        release(load);
      }
    },
    claim(ids) {
      const claimed: Load<K, V>[] = [];
      for (const id of ids) {
        const load = byId.get(id);
        if (!load || load.slot === 'none') continue;
        slots.free(load);
        claimed.push(load);
      }
      return () => claimed.forEach(release);
    },
    leaveWarm(load) {
      load.warm = undefined;
      release(load);
    },
    abortUnwanted() {
      if (prefetches.length === 0) return;
      for (const load of [...prefetches])
        // Control is asked, and may change what becomes of the load.
        if (isPrefetch(load) && !claims.isWanted(load) && isPrefetch(load)) loads.abort(load);
    },
    detach(id) {
      const load = byId.get(id);
      if (!load) return;
      byId.delete(id);
      detached.add(load);
      load.renewal = 'none';
      unblocked(id);
      if (load.waiting === 0) loads.abort(load);
      else endWarm(load, 'failed');
    },
    abort(load) {
      const duration = durationOf(load);
      if (!isInFlight(load)) return;
      batches?.remove(load);
      end(load, 'abort', duration);
      if (load.entry) store.drop(load.entry, 'rejected');
      endWarm(load, 'failed');
      reportErrors(() => load.subscriber?.unsubscribe());
      load.controller?.abort();
    },
  };
  return loads;
}
