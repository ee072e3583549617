import { Subscriber, type Observer } from 'rxjs';
import type { Entry } from '../../src/cache/entry.js';
import type { Moves } from '../../src/cache/move.js';
import { isCurrent, type ReaderState } from '../../src/cache/readerState.js';
import type { Store } from '../../src/cache/store.js';
import type { EvictionPolicy, Order, Settled } from '../../src/types.js';
import { createDelivery } from './delivery.js';
import { createEndings } from './endings.js';
import type { Follower, Followers } from './followers.js';
import type { Request } from './load.js';
import type { Loads } from './loads.js';
import type { CacheOutbox } from './outbox.js';
import type { Requests } from './requests.js';
import type { Transaction } from './transaction.js';

/** The parts of the cache that readers use. */
export interface ReaderContext<K, V> {
  readonly identify: (key: K) => unknown;
  readonly store: Store<K, V>;
  readonly loads: Loads<K, V>;
  readonly policy: EvictionPolicy<K> | undefined;
  readonly moves: Moves<K>;
  readonly requests: Requests<K, V>;
  readonly followers: Followers<K, V>;
  readonly transaction: Transaction;
  readonly outbox: CacheOutbox<K, V>;
  readonly now: () => number;
  /** Called when a reader ends: removes its prediction and its plan. */
  readonly end: (state: ReaderState<K>) => void;
  readonly isClosed: () => boolean;
}

/** How one reader delivers its items. */
export interface ReaderMode {
  readonly order: Order;
  /** Whether a failed load is delivered as a `Settled`; otherwise it ends the stream. */
  readonly settled: boolean;
  /** Whether later values of the latest key are delivered, too. */
  readonly follow: boolean;
  /** Whether it is a `get`: it completes with its first item, and `state` lives on. */
  readonly isGet: boolean;
}

/** The latest request of a reader, and the last item that it was given. */
interface Latest<K, V> {
  /** The identity of its key, if the reader follows it. */
  id: unknown;
  request: Request<K, V> | undefined;
  entry: Entry<K, V> | undefined;
}

const NONE = Symbol('none');

/** One subscription, as an observer of its keys or views. */
export interface Reader<I> extends Observer<I> {
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
  { order, settled, follow, isGet }: ReaderMode,
  state: ReaderState<K>,
  subscriber: Subscriber<unknown>,
): Reader<K> {
  const {
    identify,
    store,
    loads,
    policy,
    moves,
    requests,
    followers,
    transaction,
    outbox,
    now,
    end,
    isClosed,
  } = context;
  const delivery = createDelivery<K, V>(order);
  let isOpen = true;
  /** Whether the source of keys has completed. */
  let hasEnded = false;
  /** The item of a hit that is delivered in the call of its request; pinned until then. */
  let direct: Entry<K, V> | undefined;
  const isOver = (): boolean => !isOpen || hasEnded;
  /** What `follow` knows of the latest key. */
  const latest: Latest<K, V> = { id: NONE, request: undefined, entry: undefined };

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
    if (follow) followKey(id, key);
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
    const { key } = entry;
    const isStale = entry.expires !== undefined && store.isStale(entry);
    const isHeld =
      delivery.isHanding || outbox.isDelivering || transaction.depth > 1 || delivery.isBehind();
    const isMove = !isCurrent(state, id);
    if (isHeld) settleRequest(createRequest(key, now()), entry);
    else {
      store.pin(entry);
      direct = entry;
      if (follow) latest.entry = entry;
      // Items that listeners request meanwhile come after this one.
      delivery.isHanding = true;
    }
    const position = isMove ? moves.enter(state, key, id) : 0;
    requests.hit(state, entry, isMove, isHeld, isStale);
    policy?.used(key);
    const isPlanned = isMove && moves.predict(state, position, 'hit');
    // Before the new plan, which may abort a prefetch that renews this item. User parts may have
    // replaced the item.
    if (isStale && entry.state === 'resident') loads.renew(id, key, 'stale');
    if (isPlanned && state.position === position) requests.replan(state);
  };
  const joinOrMiss = (requested: K, id: unknown, at: number): void => {
    const load = loads.get(id);
    const isMove = !isCurrent(state, id);
    const key = load ? load.key : isMove ? requested : (state.current as K);
    const waiting = createRequest(key, at);
    const position = isMove ? moves.enter(state, key, id) : 0;
    requests.joinOrMiss(state, key, load, isMove);
    const isPlanned = isMove && moves.predict(state, position, load ? 'join' : 'miss');
    // A predictor may have ended this reader, or set the item.
    if (waiting.isWaiting && !waiting.isSettled) loads.attach([waiting], id, key);
    if (isPlanned && state.position === position) requests.replan(state);
    transaction.needsRefill();
  };

  // ---- Later values of the latest key.

  const followKey = (id: unknown, key?: K): void => {
    if (latest.id !== NONE) followers.remove(latest.id, follower);
    Object.assign(latest, { id, request: undefined, entry: undefined });
    if (id !== NONE) followers.add(id, follower, key as K);
  };
  const follower: Follower<K, V> = {
    arrived(entry) {
      const { request: one } = latest;
      // The load of its own request has delivered this entry.
      if (entry === latest.entry) return;
      if (one?.isWaiting && !one.isSettled) {
        settleRequest(one, entry);
        loads.leave([one]);
      } else settleRequest(createRequest(entry.key), entry);
    },
    invalidated(id) {
      // Another follower may have loaded it in the same call.
      if (!store.find(id)) reader.next(state.current as K);
    },
  };

  // ---- The items, in order.

  /** @param at - when the request was made; undefined for a later value of a followed key */
  const createRequest = (key: K, at?: number): Request<K, V> => {
    const created = {
      key,
      at,
      load: undefined,
      entry: undefined,
      error: undefined,
      isWaiting: true,
      isSettled: false,
      settle: settleRequest,
    };
    delivery.add(created);
    if (follow) latest.request = created;
    return created;
  };
  const settleRequest: Request<K, V>['settle'] = (one, entry, error) => {
    one.entry = entry;
    one.error = error;
    one.isSettled = true;
    if (follow && one === latest.request) latest.entry = entry;
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
    if (entry && at !== undefined)
      outbox.emit({ type: 'serve', key, reader: state.id, wait: Math.max(now() - at, 0) });
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
      followKey(NONE);
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
        followKey(NONE);
        if (!isGet) end(state);
        transaction.later(deliver);
      });
    },
    ...createEndings(leave, subscriber, transaction),
  };
  subscriber.add(leave);
  return reader;
}

/**
 * A subscriber that passes keys straight to a reader.
 *
 * The wrapper of RxJS around an observer would cost nearly a tenth of a hit.
 */
export function toSubscriber<I>(reader: Reader<I>): Subscriber<I> {
  return Object.assign(new Subscriber<I>(reader), { next: reader.next });
}
