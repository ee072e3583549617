import { Subscriber, type Observer } from 'rxjs';
import type { Entry } from '../../src/cache/entry.js';
import type { Move } from '../../src/cache/move.js';
import { readPlan } from '../../src/cache/plan.js';
import { isCurrent, type ReaderState } from '../../src/cache/readerState.js';
import type { Store } from '../../src/cache/store.js';
import type { Explanation } from '../../src/events.js';
import type { EvictionPolicy, Order, Settled } from '../../src/types.js';
import { createDelivery } from './delivery.js';
import type { Request } from './load.js';
import type { Loads } from './loads.js';
import type { CacheOutbox } from './outbox.js';
import { reportErrors } from './reportErrors.js';
import type { Transaction } from './transaction.js';

/** The parts of the cache that readers use. */
export interface ReaderContext<K, V> {
  readonly identify: (key: K) => unknown;
  readonly store: Store<K, V>;
  readonly loads: Loads<K, V>;
  readonly policy: EvictionPolicy<K> | undefined;
  readonly move: Move<K>;
  readonly transaction: Transaction;
  readonly outbox: CacheOutbox<K, V>;
  readonly now: () => number;
  /** Explains why a key is planned, if the predictor can. */
  readonly explain: ((key: K) => Explanation) | undefined;
  /** Called when a plan was emitted. It starts once the reader has stayed for `dwell`. */
  readonly dwell: (state: ReaderState<K>) => void;
  /** Called when a reader ends: removes its prediction and its plan. */
  readonly end: (state: ReaderState<K>) => void;
  readonly isClosed: () => boolean;
}

/** How one reader delivers its items. */
export interface ReaderMode {
  readonly order: Order;
  /** Whether a failed load is delivered as a `Settled`; otherwise it ends the stream. */
  readonly settled: boolean;
  /** Whether it is a `get`: it completes with its first item, and `state` lives on. */
  readonly isGet: boolean;
}

/** One subscription, as an observer of its keys. */
export interface Reader<K> extends Observer<K> {
  /** Releases all requests, and then completes; called when the cache closes. */
  close(): void;
}

/**
 * One subscription to the cache.
 *
 * A key is a hit, a join or a miss. Then the reader moves. Then the item is delivered, in the same
 * call if no other item must come first. An unsubscribe releases all loads and items that only this
 * reader wanted.
 */
// One idea: the requests of one subscription, from their key to their item.
export function createReader<K, V>(
  context: ReaderContext<K, V>,
  { order, settled, isGet }: ReaderMode,
  state: ReaderState<K>,
  subscriber: Subscriber<unknown>,
): Reader<K> {
  const {
    identify,
    store,
    loads,
    policy,
    move,
    transaction,
    outbox,
    now,
    explain,
    dwell,
    end,
    isClosed,
  } = context;
  const { stats } = outbox;
  const { prefetches } = loads;
  const delivery = createDelivery<K, V>(order);
  let isOpen = true;
  /** Whether the source of keys has completed. */
  let hasEnded = false;
  /** The item of a hit that is delivered in the call of its request; pinned until then. */
  let direct: Entry<K, V> | undefined;
  const isOver = (): boolean => !isOpen || hasEnded;

  // ---- A key: hit, join or miss; then the move.

  /** Answers one key; called in a transaction. */
  const request = (key: K): void => {
    const id = identify(key);
    // `keyOf` may have ended this reader, and a source may emit after it has completed.
    if (!isOpen || hasEnded) return;
    let entry = store.find(id);
    // A hit needs no time.
    const at = entry ? undefined : now();
    if (!entry) {
      store.dropDead(id);
      entry = store.find(id);
      // The clock or the policy may have ended this reader.
      if (isOver()) return;
    }
    if (order === 'switch') supersede(key, id, entry, at ?? now());
    else if (entry) hit(entry, id);
    else joinOrMiss(key, id, at ?? now());
  };
  /**
   * Answers a key with `switch`. Superseded requests are released afterwards, so that a load that
   * the new request joins is not aborted.
   */
  const supersede = (key: K, id: unknown, entry: Entry<K, V> | undefined, at: number): void => {
    const superseded = takeAll();
    try {
      if (entry) hit(entry, id);
      else joinOrMiss(key, id, at);
    } finally {
      release(superseded);
    }
  };
  const hit = (entry: Entry<K, V>, id: unknown): void => {
    const { key, unrequested } = entry;
    const isStale = entry.expires !== undefined && store.isStale(entry);
    const isDelayed =
      delivery.isHanding || outbox.isDelivering || transaction.depth > 1 || delivery.isBehind();
    const isMove = !isCurrent(state, id);
    entry.unrequested = false;
    if (isDelayed) settleRequest(createRequest(key, now()), entry);
    else {
      store.pin(entry);
      direct = entry;
      // Items that listeners request meanwhile come after this one.
      delivery.isHanding = true;
    }
    if (outbox.hasListeners || unrequested) emitHit(key, isMove, unrequested, isDelayed, isStale);
    else stats.hit(unrequested, isDelayed);
    policy?.used(key);
    const isStillCurrent = isMove && !isOver() && move(state, key, id, 'hit');
    const { position } = state;
    // Before the new plan, which may abort a prefetch that renews this item. User parts may have
    // replaced the item.
    if (isStale && entry.state === 'resident') loads.renew(id, key, 'stale');
    if (isStillCurrent && state.position === position && isPlanNews()) replan();
  };
  const emitHit = (
    key: K,
    moved: boolean,
    firstUse: boolean,
    held: boolean,
    isStale: boolean,
  ): void => {
    const stale = isStale && { stale: true as const };
    outbox.emit({ type: 'hit', key, reader: state.id, moved, firstUse, ...stale, held });
  };

  const joinOrMiss = (requested: K, id: unknown, at: number): void => {
    const load = loads.get(id);
    const isMove = !isCurrent(state, id);
    const key = load ? load.key : isMove ? requested : (state.current as K);
    const waiting = createRequest(key, at);
    const { id: reader } = state;
    outbox.emit(
      load
        ? { type: 'join', key, reader, moved: isMove, firstUse: !load.isUsed }
        : { type: 'miss', key, reader, moved: isMove },
    );
    if (load) load.isUsed = true;
    const isStillCurrent = isMove && !isOver() && move(state, key, id, load ? 'join' : 'miss');
    const { position } = state;
    // A predictor may have ended this reader.
    if (waiting.isWaiting) loads.attach([waiting], id, key);
    if (isStillCurrent && state.position === position && isPlanNews()) replan();
    else transaction.needsRefill();
  };

  /** Emits the new plan, and aborts the prefetches that no prediction names any more. */
  const replan = (): void => {
    const { position } = state;
    const keys = readPlan(state);
    const why =
      explain && outbox.hasListeners
        ? reportErrors(() => keys.map(([key]) => explain(key)))
        : undefined;
    // `explain` may have moved or ended the reader.
    if (state.position !== position) return;
    state.isPlanEmitted = keys.length > 0;
    outbox.emit({ type: 'plan', reader: state.id, keys, ...(why && { why }), ended: false });
    if (prefetches.length > 0) loads.abortUnwanted();
    transaction.needsRefill();
    dwell(state);
  };
  /** Whether a new plan has any effect. */
  const isPlanNews = (): boolean =>
    outbox.hasListeners || state.plan.length > 0 || state.isPlanEmitted || prefetches.length > 0;

  // ---- The items, in order.

  const createRequest = (key: K, at: number): Request<K, V> => {
    const created = {
      key,
      at,
      load: undefined,
      entry: undefined,
      error: undefined,
      isWaiting: true,
      settle: settleRequest,
    };
    delivery.add(created);
    return created;
  };
  const settleRequest: Request<K, V>['settle'] = (one, entry, error) => {
    one.entry = entry;
    one.error = error;
    if (entry) store.pin(entry);
    delivery.ready(one);
    transaction.later(deliver);
  };
  const deliver = (): void => {
    delivery.deliver(handOver);
    if (isOpen && hasEnded && delivery.size === 0 && !direct) subscriber.complete();
  };
  const handOver = (one: Request<K, V>): void => {
    // A listener may make this reader request another key, which may supersede this one.
    outbox.deliver();
    const { key, at, entry, error } = one;
    if (!one.isWaiting) return;
    if (entry) outbox.emit({ type: 'serve', key, reader: state.id, wait: Math.max(now() - at, 0) });
    outbox.deliver();
    if (!delivery.take(one)) return;
    if (entry) {
      deliverItem(entry);
      // The unpinned item may be evicted now, which makes room for a prefetch.
      endWithRefill();
    } else if (settled) subscriber.next({ key, status: 'rejected', reason: error });
    else reader.error(error);
  };
  const deliverItem = (entry: Entry<K, V>): void => {
    const { key, value } = entry;
    if (isOpen)
      subscriber.next(
        settled ? ({ key, status: 'fulfilled', value } satisfies Settled<K, V>) : value,
      );
    if (isGet && isOpen) {
      // `leave` unpins it, before any other effect of the completion.
      direct = entry;
      subscriber.complete();
    } else store.unpin(entry);
  };
  /** Delivers the item of a hit, in the call of its request. */
  const deliverHit = (): void => {
    const entry = direct;
    direct = undefined;
    if (entry) deliverItem(entry);
    delivery.isHanding = false;
    if (hasEnded || delivery.size > 0) deliver();
    // It was evicted meanwhile, or is no longer the current key of this reader: there is room.
    if (entry && (entry.state !== 'resident' || !isOpen || !isCurrent(state, entry.id)))
      endWithRefill();
    else transaction.flush();
  };
  const endWithRefill = (): void => {
    transaction.depth++;
    transaction.needsRefill();
    transaction.end();
  };

  // ---- The end.

  /** Removes all requests; `loads.leave` then releases them. */
  const takeAll = (): Request<K, V>[] => {
    if (direct) store.unpin(direct);
    direct = undefined;
    return delivery.takeAll();
  };
  const release = (requests: readonly Request<K, V>[]): void => {
    loads.leave(requests);
    for (const { entry } of requests) if (entry) store.unpin(entry);
  };
  const leave = (): void => {
    if (!isOpen) return;
    isOpen = false;
    transaction.run(() => {
      const all = takeAll();
      if (!isGet) end(state);
      release(all);
    });
  };

  const reader: Reader<K> = {
    next(key) {
      if (!isOpen || isClosed()) return;
      const wasHanding = delivery.isHanding;
      transaction.depth++;
      try {
        request(key);
      } catch (error) {
        transaction.later(() => reader.error(error));
      }
      transaction.end();
      if (delivery.isHanding && !wasHanding) deliverHit();
    },
    complete() {
      hasEnded = true;
      transaction.run(() => {
        if (!isGet) end(state);
        transaction.later(deliver);
      });
    },
    error(error) {
      try {
        leave();
      } finally {
        // Even if `leave` throws, the subscriber gets the error.
        subscriber.error(error);
      }
    },
    close() {
      leave();
      transaction.later(() => subscriber.complete());
    },
  };
  subscriber.add(leave);
  return reader;
}

/**
 * A subscriber that passes keys straight to a reader.
 *
 * The wrapper of RxJS around an observer would cost nearly a tenth of a hit.
 */
export function toSubscriber<K>(reader: Reader<K>): Subscriber<K> {
  return Object.assign(new Subscriber<K>(reader), { next: reader.next });
}
