import { Subscriber, type Observer } from 'rxjs';
import type { Entry } from '../../src/cache/entry.js';
import type { MoveReader } from '../../src/cache/moveReader.js';
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

/** What readers need of the cache. */
export interface ReaderContext<K, V> {
  readonly identify: (key: K) => unknown;
  readonly store: Store<K, V>;
  readonly loads: Loads<K, V>;
  readonly policy: EvictionPolicy<K> | undefined;
  readonly move: MoveReader<K>;
  readonly transaction: Transaction;
  readonly outbox: CacheOutbox<K, V>;
  readonly now: () => number;
  /** Why a key is planned, if the predictor explains it. */
  readonly explain: ((key: K) => Explanation) | undefined;
  /** The reader's plan was emitted: it may start, once it has stayed as long as control asks. */
  readonly dwell: (state: ReaderState<K>) => void;
  /** The reader is gone, and with it its prediction and plan. */
  readonly end: (state: ReaderState<K>) => void;
  readonly isClosed: () => boolean;
}

/** How one reader hands over its items. */
export interface ReaderMode {
  readonly order: Order;
  /** Whether a failed load is a result that is handed over; else it ends the stream. */
  readonly settled: boolean;
  /** Whether it is a `get`: it completes with its first item, and its state goes on. */
  readonly isGet: boolean;
}

/** One subscription, as an observer of its keys. */
export interface Reader<K> extends Observer<K> {
  /** The cache closes: leaves, and then completes. */
  close(): void;
}

/**
 * One subscription. A key is a hit, a join or a miss; then the reader moves; then the item is
 * handed over, in the same call if nothing comes before it. When it is unsubscribed, all that only
 * it wanted is released.
 */
// One idea: what one subscription has requested and is still owed.
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
  /** Whether its keys have completed. */
  let hasEnded = false;
  /** The item of a hit that is handed over in the call of its request: pinned until then. */
  let direct: Entry<K, V> | undefined;
  /** The item that the subscriber is being called with: pinned until it returns. */
  let handed: Entry<K, V> | undefined;
  const isOver = (): boolean => !isOpen || hasEnded;

  // ---- A key: hit, join or miss; then the move.

  /** In a transaction. */
  const request = (key: K): void => {
    const id = identify(key);
    // `keyOf` may have ended this reader; and a source may go on after its end.
    if (!isOpen || hasEnded) return;
    let entry = store.find(id);
    // A hit in time asks no clock.
    const at = entry ? undefined : now();
    if (!entry) {
      store.dropOld(id, 'expired');
      entry = store.find(id);
      // The clock and the policy were asked.
      if (isOver()) return;
    }
    if (order === 'switch') supersede(key, id, entry, at ?? now());
    else if (entry) hit(entry, id);
    else joinOrMiss(key, id, at ?? now());
  };
  /** Those that are superseded are released when the new request has what it needs. */
  const supersede = (key: K, id: unknown, entry: Entry<K, V> | undefined, at: number): void => {
    const superseded = takeAll();
    try {
      if (entry) hit(entry, id);
      else joinOrMiss(key, id, at);
    } finally {
      loads.leave(superseded);
    }
  };
  const hit = (entry: Entry<K, V>, id: unknown): void => {
    const { key, unrequested } = entry;
    const isHeld =
      delivery.isHanding || outbox.isDelivering || transaction.depth > 1 || delivery.isBehind();
    const isMove = !isCurrent(state, id);
    entry.unrequested = false;
    if (isHeld) settleRequest(createRequest(key, now()), entry);
    else {
      store.pin(entry);
      direct = entry;
      // What listeners request meanwhile comes behind it.
      delivery.isHanding = true;
    }
    if (outbox.hasListeners || unrequested) emitHit(key, isMove, unrequested, isHeld);
    else stats.hit(unrequested, isHeld);
    policy?.used(key);
    if (isMove && isOpen && move(state, key, id, 'hit') && isPlanNews()) replan();
  };
  const emitHit = (key: K, moved: boolean, firstUse: boolean, held: boolean): void =>
    outbox.emit({ type: 'hit', key, reader: state.id, moved, firstUse, held });

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
    const isThere = isMove && isOpen && move(state, key, id, load ? 'join' : 'miss');
    const { position } = state;
    // A predictor may have ended this reader.
    if (waiting.isWaiting) loads.attach([waiting], id, key);
    if (isThere && state.position === position && isPlanNews()) replan();
    else transaction.needsRefill();
  };

  /** The new plan counts: what no prediction names any more is aborted. */
  const replan = (): void => {
    const { position } = state;
    const keys = readPlan(state);
    const why =
      explain && outbox.hasListeners
        ? reportErrors(() => keys.map(([key]) => explain(key)))
        : undefined;
    // The predictor was asked, and may have moved or ended the reader.
    if (state.position !== position) return;
    state.isPlanEmitted = keys.length > 0;
    outbox.emit({ type: 'plan', reader: state.id, keys, ...(why && { why }), ended: false });
    if (prefetches.length > 0) loads.abortUnwanted();
    transaction.needsRefill();
    dwell(state);
  };
  /** Whether a plan that was made makes any difference. */
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
    if (isOpen && hasEnded && delivery.size === 0) subscriber.complete();
  };
  const handOver = (one: Request<K, V>): void => {
    // A listener of what was emitted meanwhile may make this reader request something else.
    outbox.deliver();
    const { key, at, entry, error } = one;
    if (!one.isWaiting) return;
    if (entry) outbox.emit({ type: 'serve', key, reader: state.id, wait: Math.max(now() - at, 0) });
    outbox.deliver();
    if (!delivery.take(one)) return;
    if (entry) {
      emitItem(entry);
      // What it pinned may leave now, and make room.
      endWithRefill();
    } else if (settled) subscriber.next({ key, status: 'rejected', reason: error });
    else reader.error(error);
  };
  const emitItem = (entry: Entry<K, V>): void => {
    const { key, value } = entry;
    handed = entry;
    if (isOpen)
      subscriber.next(
        settled ? ({ key, status: 'fulfilled', value } satisfies Settled<K, V>) : value,
      );
    if (isGet && isOpen) {
      // Unpinned when it leaves, before anything else that follows from its end.
      direct = handed;
      handed = undefined;
      subscriber.complete();
    }
    unpinHanded();
  };
  const unpinHanded = (): void => {
    if (handed) store.unpin(handed);
    handed = undefined;
  };
  /** Hands over the item of a hit, in the call of its request. */
  const emitDirect = (): void => {
    const entry = direct;
    direct = undefined;
    if (entry) emitItem(entry);
    delivery.isHanding = false;
    if (hasEnded || delivery.size > 0) deliver();
    // It left meanwhile, or it is not the current key of this reader any more: there is room.
    if (entry && (entry.state !== 'resident' || !isOpen)) endWithRefill();
    else transaction.settle();
  };
  const endWithRefill = (): void => {
    transaction.depth++;
    transaction.needsRefill();
    transaction.end();
  };

  // ---- The end.

  /** Takes all requests away; `loads.leave` releases them. */
  const takeAll = (): Request<K, V>[] => {
    if (direct) store.unpin(direct);
    direct = undefined;
    return delivery.takeAll();
  };
  const leave = (): void => {
    if (!isOpen) return;
    isOpen = false;
    transaction.run(() => {
      const all = takeAll();
      if (!isGet) end(state);
      loads.leave(all);
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
      if (delivery.isHanding && !wasHanding) emitDirect();
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
        // Also where the clock throws, which is asked when a load is aborted.
        subscriber.error(error);
      }
    },
    close() {
      unpinHanded();
      leave();
      transaction.later(() => subscriber.complete());
    },
  };
  subscriber.add(leave);
  return reader;
}

/**
 * Subscribes a reader to its keys: without what RxJS wraps around an observer, which costs nearly a
 * tenth of a hit.
 */
export function toSubscriber<K>(reader: Reader<K>): Subscriber<K> {
  return Object.assign(new Subscriber<K>(reader), { next: reader.next });
}
