import { Subscriber } from 'rxjs';
import type { Entry, WarmGuard } from '../../src/cache/entry.js';
import { createKeyMap } from '../../src/cache/keyMap.js';
import type { Fate } from '../../src/cache/loadClaims.js';
import { EmptyLoadError, toLoadError, type LoadError } from '../../src/errors.js';
import type { StoreSource, UntimedEvent } from '../../src/events.js';
import type { LoadContext, LoadResult } from '../../src/types.js';
import { reportErrors } from './reportErrors.js';
import { startLoad } from './startLoad.js';
import type { Transaction } from './transaction.js';

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
  /** In the order of their creation. */
  readonly number: number;
  readonly origin: Origin;
  /** In ms of the clock; Infinity until it is subscribed to. */
  startedAt: number;
  /**
   * The requests that joined it, in their order; those that gave up have another `load`, or none.
   */
  readonly requests: Request<K, V>[];
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
  /** Frees the slot that is held. */
  freeSlot: (() => void) | undefined;
  state: 'new' | 'subscribing' | 'running' | 'ended' | 'aborted';
  /** Its value: once it came it is kept, handed over or evicted, whatever becomes of the load. */
  entry: Entry<K, V> | undefined;
  /** What it came to while it was being subscribed to; taken when that call has returned. */
  outcome: Outcome | undefined;
  /** Closes its subscription. */
  unsubscribe(): void;
  controller: AbortController | undefined;
}

/** What a load came to: its entry, or an error. */
type Outcome = { readonly isLoaded: true } | { readonly isLoaded: false; readonly error: unknown };

/** Loads in flight, at most one per key; a load that nobody wants is aborted. */
export interface Loads<K, V> {
  /** The load that a request for this key joins. */
  get(id: unknown): Load<K, V> | undefined;
  /** All in flight, also those that no request joins any more. */
  inFlight(): Load<K, V>[];
  /** The prefetches: each has a slot. */
  readonly prefetches: ReadonlySet<Load<K, V>>;
  /** A prefetch with a reserved slot. */
  firstReserved(): Load<K, V> | undefined;
  /** A planned load: it starts when its slot is held. */
  plan(id: unknown, key: K): Load<K, V>;
  /**
   * Holds the slot of a prefetch, and starts it if it is new.
   * @param free - called once when the slot is free again
   */
  hold(load: Load<K, V>, free: () => void): void;
  /** Starts a load for a warm. */
  warm(id: unknown, key: K, warm: WarmOwner): Load<K, V>;
  /**
   * Requests of one key join its load, or share a new one, or get the resident if there is one by
   * now.
   */
  attach(requests: Iterable<Request<K, V>>, id: unknown, key: K): void;
  /** Requests give up. */
  leave(requests: readonly Request<K, V>[]): void;
  /** A warm gives up. */
  leaveWarm(load: Load<K, V>): void;
  /** Aborts the prefetches that are unwanted. */
  readonly abortUnwanted: () => void;
  /**
   * The next request of the key starts a new load; those that wait are still served, and the item
   * is not kept.
   */
  detach(id: unknown): void;
  abort(load: Load<K, V>): void;
}

/** What loads need of the cache. */
export interface LoadOptions<K, V> {
  readonly load: (key: K, context: LoadContext) => LoadResult<V>;
  readonly transaction: Transaction;
  readonly emit: (event: UntimedEvent<K>) => void;
  readonly now: () => number;
  readonly createEntry: (id: unknown, key: K, value: V) => Entry<K, V>;
  /** A value came, that is to be kept or rejected. */
  readonly receive: (entry: Entry<K, V>) => void;
  /**
   * Asks for the expiry and the size of an entry.
   * @throws RangeError | TypeError if `sizeOf` gives none
   */
  readonly measure: (entry: Entry<K, V>) => void;
  readonly findResident: (id: unknown) => Entry<K, V> | undefined;
  /** Keeps the item of a load, or rejects it. @returns whether it is kept */
  readonly keep: (entry: Entry<K, V>, isRequested: boolean, from: StoreSource) => boolean;
  readonly reject: (entry: Entry<K, V>) => void;
  /** A request no longer holds an entry. */
  readonly unpin: (entry: Entry<K, V>) => void;
  readonly failed: (id: unknown) => void;
  readonly succeeded: (id: unknown) => void;
  /** A key is no longer in flight. */
  readonly freed: (id: unknown) => void;
  /** Whether a prefetch in flight is worth going on with. */
  readonly isWanted: (load: Load<K, V>) => boolean;
  /** What becomes of a load that its last request or its warm left. */
  readonly fateOf: (load: Load<K, V>, prefetches: number) => Fate;
}

type Ending = 'success' | 'error' | 'abort';

/** The type of the event of each ending. */
const EVENT = {
  demand: { success: 'load-success', error: 'load-error', abort: 'load-abort' },
  plan: { success: 'prefetch-success', error: 'prefetch-error', abort: 'prefetch-abort' },
  warm: { success: 'prefetch-success', error: 'prefetch-error', abort: 'prefetch-abort' },
} as const;

// One idea: the life of a load, from its start to its only end.
export function createLoads<K, V>(options: LoadOptions<K, V>): Loads<K, V> {
  const {
    load: startProvider,
    transaction,
    emit,
    now,
    createEntry,
    receive,
    measure,
    findResident,
    keep,
    reject,
    unpin,
    freed,
    isWanted,
    fateOf,
  } = options;
  const byId = createKeyMap<Load<K, V>>();
  /** Those in flight that no request joins any more. */
  const detached = new Set<Load<K, V>>();
  let created = 0;
  const prefetches = new Set<Load<K, V>>();
  const reserved = new Set<Load<K, V>>();

  const isAttached = (load: Load<K, V>): boolean => byId.get(load.id) === load;
  const isInFlight = ({ state }: Load<K, V>): boolean => state !== 'ended' && state !== 'aborted';

  const create = (id: unknown, key: K, origin: Origin, warm?: WarmOwner): Load<K, V> => {
    const load: Load<K, V> = {
      id,
      key,
      number: ++created,
      origin,
      startedAt: Infinity,
      requests: [],
      waiting: 0,
      warm,
      isUsed: origin === 'demand',
      slot: 'none',
      freeSlot: undefined,
      state: 'new',
      entry: undefined,
      outcome: undefined,
      unsubscribe: nothing,
      controller: undefined,
    };
    byId.set(id, load);
    return load;
  };
  const emitStart = ({ origin, key }: Load<K, V>): void =>
    emit(
      origin === 'demand'
        ? { type: 'load-start', key }
        : { type: 'prefetch-start', key, warm: origin === 'warm' },
    );
  /**
   * How long it took, in ms; asked before the state changes, as the clock may be a user's, and call
   * back or throw. 0 if it has not begun.
   */
  const durationOf = ({ startedAt }: Load<K, V>): number =>
    Math.max((reportErrors(now) ?? 0) - startedAt, 0);
  const emitEnd = (
    { origin, key, isUsed }: Load<K, V>,
    ending: Ending,
    duration: number,
    error?: unknown,
  ): void => {
    const type = EVENT[origin][ending];
    const event =
      origin === 'demand'
        ? { type, key, duration }
        : { type, key, duration, warm: origin === 'warm', used: isUsed };
    if (ending === 'error') Object.assign(event, { error });
    emit(event as UntimedEvent<K>);
  };

  /** A request or a warm took it over, or it is over. */
  const freeSlot = (load: Load<K, V>): void => {
    if (load.slot === 'none') return;
    const { freeSlot: free } = load;
    load.slot = 'none';
    load.freeSlot = undefined;
    prefetches.delete(load);
    reserved.delete(load);
    free?.();
    transaction.needsRefill();
  };
  const reserve = (load: Load<K, V>): void => {
    load.slot = 'reserved';
    prefetches.add(load);
  };
  const end = (load: Load<K, V>, ending: Ending, duration: number, error?: unknown): void => {
    load.state = ending === 'abort' ? 'aborted' : 'ended';
    if (isAttached(load)) byId.delete(load.id);
    else detached.delete(load);
    // What succeeded may be resident at once: no plan is to start it in between.
    if (ending !== 'success') freed(load.id);
    freeSlot(load);
    emitEnd(load, ending, duration, error);
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
    const { id, origin, warm, isUsed } = load;
    const wasAttached = isAttached(load);
    receive(entry);
    // The end of a load that was detached says nothing of the key.
    if (wasAttached) options.succeeded(id);
    end(load, 'success', duration);
    entry.unrequested = !isUsed;
    entry.warm = warm;
    settleRequests(load, entry);
    const isKept =
      wasAttached && keep(entry, load.waiting > 0, origin === 'plan' ? 'prefetch' : origin);
    if (!wasAttached) reject(entry);
    freed(id);
    endWarm(load, isKept ? 'done' : 'skipped');
  };
  const fail = (load: Load<K, V>, cause: unknown, duration: number): void => {
    const { id, key, origin } = load;
    if (isAttached(load)) options.failed(id);
    if (load.entry) reject(load.entry);
    end(load, 'error', duration, cause);
    endWarm(load, 'failed');
    if (origin === 'demand') {
      const error = toLoadError(key, cause);
      settleRequests(load, undefined, error);
    } else if (load.waiting > 0)
      loads.attach(
        load.requests.filter((request) => request.load === load),
        id,
        key,
      );
  };
  const settle = (load: Load<K, V>, outcome: Outcome): void => {
    const duration = durationOf(load);
    if (!isInFlight(load)) return;
    if (outcome.isLoaded) succeed(load, load.entry as Entry<K, V>, duration);
    else fail(load, outcome.error, duration);
  };

  /**
   * Subscribes to the provider. What it comes to in that call is taken when the call has returned:
   * the transaction that it belongs to goes on first.
   */
  const start = (load: Load<K, V>): void => {
    emitStart(load);
    load.startedAt = reportErrors(now) ?? Infinity;
    // The clock was asked, and may have aborted it.
    if (!isInFlight(load)) return;
    load.state = 'subscribing';
    transaction.outside(() => subscribe(load));
    if (!isInFlight(load)) return;
    load.state = 'running';
    if (load.outcome) settle(load, load.outcome);
  };
  const subscribe = (load: Load<K, V>): void => {
    const { id, key } = load;
    const come = (outcome: Outcome): void => {
      if (load.outcome || !isInFlight(load)) return;
      load.outcome = outcome;
      if (load.state === 'running')
        reportErrors(() => transaction.run(() => settle(load, outcome)));
      subscriber.unsubscribe();
    };
    const fails = (error: unknown): void => come({ isLoaded: false, error });
    const subscriber = new Subscriber<V>({
      next(value: V) {
        if (load.entry) return;
        load.entry = createEntry(id, key, value);
        try {
          measure(load.entry);
          come({ isLoaded: true });
        } catch (error) {
          fails(error);
        }
      },
      error: fails,
      complete: () => fails(new EmptyLoadError(key)),
    });
    load.unsubscribe = () => subscriber.unsubscribe();
    try {
      startLoad<V>(startProvider(key, contextOf(load)), subscriber);
    } catch (error) {
      fails(error);
    }
  };

  /** The last request, or the warm, has left. */
  const release = (load: Load<K, V>): void => {
    if (load.waiting > 0 || load.warm || load.slot !== 'none' || !isInFlight(load)) return;
    if (isAttached(load) && fateOf(load, prefetches.size) === 'keep') {
      reserve(load);
      reserved.add(load);
      transaction.needsRefill();
    } else loads.abort(load);
  };

  const loads: Loads<K, V> = {
    get: (id) => byId.get(id),
    inFlight: () => [...byId.values(), ...detached].sort((a, b) => a.number - b.number),
    prefetches,
    firstReserved: () => reserved.values().next().value,
    plan(id, key) {
      const load = create(id, key, 'plan');
      reserve(load);
      return load;
    },
    hold(load, free) {
      load.slot = 'held';
      load.freeSlot = free;
      reserved.delete(load);
      if (load.state === 'new') start(load);
    },
    warm(id, key, warm) {
      const load = create(id, key, 'warm', warm);
      start(load);
      return load;
    },
    attach(requests, id, key) {
      const known = byId.get(id);
      const entry = known ? undefined : findResident(id);
      const load = known ?? (entry ? undefined : create(id, key, 'demand'));
      for (const request of requests) {
        if (load) {
          request.load = load;
          load.requests.push(request);
          load.waiting++;
        } else request.settle(request, entry);
      }
      if (!load) return;
      freeSlot(load);
      load.isUsed = true;
      if (!known) start(load);
    },
    leave(requests) {
      // All first: what is aborted may make another load fail, which would serve those that are
      // about to leave it.
      const left = requests.map(({ load }) => load);
      for (const request of requests) {
        if (request.load) request.load.waiting--;
        request.load = undefined;
      }
      requests.forEach(({ entry }, i) => {
        const load = left[i];
        if (load) release(load);
        if (entry) unpin(entry);
      });
    },
    leaveWarm(load) {
      load.warm = undefined;
      release(load);
    },
    abortUnwanted() {
      for (const load of prefetches) if (!isWanted(load)) loads.abort(load);
    },
    detach(id) {
      const load = byId.get(id);
      if (!load) return;
      byId.delete(id);
      detached.add(load);
      freed(id);
      if (load.waiting === 0) loads.abort(load);
      else endWarm(load, 'failed');
    },
    abort(load) {
      const duration = durationOf(load);
      if (!isInFlight(load)) return;
      end(load, 'abort', duration);
      if (load.entry) reject(load.entry);
      endWarm(load, 'failed');
      reportErrors(() => load.unsubscribe());
      load.controller?.abort();
    },
  };
  return loads;
}

function nothing(): void {
  // A load that was not subscribed to.
}

const LOAD = Symbol('load');

/**
 * What a provider is given. A getter of its own would cost more than the rest of a load, so
 * `signal` stands in the prototype.
 */
const CONTEXT = {
  get signal(): AbortSignal {
    const load = (this as unknown as { readonly [LOAD]: Load<unknown, unknown> })[LOAD];
    load.controller ??= new AbortController();
    if (load.state === 'aborted') load.controller.abort();
    return load.controller.signal;
  },
};

function contextOf<K, V>(load: Load<K, V>): LoadContext {
  const context = Object.create(CONTEXT) as {
    reason: LoadContext['reason'];
    [LOAD]: Load<K, V>;
  } & LoadContext;
  context.reason = load.origin === 'demand' ? 'demand' : 'prefetch';
  context[LOAD] = load;
  return context;
}
