import type { Subscriber } from 'rxjs';
import { isCurrent, type Cursor } from '../../src/cache/cursor.js';
import type { Entry } from '../../src/cache/entry.js';
import type { MoveCursor } from '../../src/cache/moveCursor.js';
import type { Store } from '../../src/cache/store.js';
import { ClosedError, type LoadError } from '../../src/errors.js';
import type { Order } from '../../src/options.js';
import type { EvictionPolicy } from '../../src/types.js';
import type { Demand } from './flight.js';
import type { Flights } from './flights.js';
import type { Journal } from './journal.js';
import type { Deliverer, Turns } from './turns.js';

/** One subscription: its requests, and the order in which it is handed their items. */
export interface Reader<K> extends Deliverer {
  /** One request. */
  ask(key: K): void;
  /** No more requests: what was demanded is still delivered. */
  end(): void;
  /** Its keys ended in an error, which does not wait its turn. */
  fail(error: unknown): void;
  /** Lets go of all that only it wanted. */
  leave(): void;
  /** The cache closes: lets go, and then a stream completes, and what waits for one item errors. */
  close(): void;
}

/** What all readers of one cache share. */
export interface ReaderContext<K, V> {
  readonly journal: Journal<K, V>;
  readonly turns: Turns;
  readonly store: Store<K, V>;
  readonly flights: Flights<K, V>;
  readonly policy: EvictionPolicy<K>;
  readonly move: MoveCursor<K>;
  readonly identify: (key: K) => unknown;
  readonly now: () => number;
  readonly expiryNow: () => number;
  /** A cursor is gone, and with it its table and plan. */
  readonly endCursor: (cursor: Cursor<K>) => void;
  /** Forgets a reader that has left. */
  readonly forget: (reader: Reader<K>) => void;
}

/** What is a reader's own. */
export interface ReaderOptions<K, V> {
  readonly cursor: Cursor<K>;
  /** Whether it makes one request with the cursor that all such share, and not a stream of them with a cursor that ends with it. */
  readonly isSingle: boolean;
  readonly order: Order;
  /** Hands over an item. */
  readonly next: (key: K, value: V) => void;
  /** Hands over a failed load: as a value, or as the end. */
  readonly rejected: (key: K, error: LoadError<K>) => void;
  readonly subscriber: Subscriber<unknown>;
}

/** A reader that has asked for nothing yet. */
export function createReader<K, V>(context: ReaderContext<K, V>, options: ReaderOptions<K, V>): Reader<K> {
  const { journal, turns, store, flights, policy, move, identify, now, expiryNow, endCursor, forget } = context;
  const { cursor, isSingle, order, next, rejected, subscriber } = options;
  /** Requests that wait for a flight. */
  const waiting = new Set<Demand<K, V>>();
  // What is to be handed over, in order; with `concat` all requests, also those that wait.
  let head: Demand<K, V> | undefined;
  let tail: Demand<K, V> | undefined;
  /** Whether an item is being handed over: another one waits until that returns. */
  let handing = false;
  let open = true;
  let ended = false;
  /** The cursor is at its end. */
  let parted = false;

  const enqueue = (demand: Demand<K, V>): void => {
    if (tail) tail.next = demand;
    else head = demand;
    tail = demand;
  };
  const dequeue = (): Demand<K, V> | undefined => {
    const demand = head;
    head = demand?.next;
    if (!head) tail = undefined;
    return demand;
  };
  const isReady = ({ entry, error }: Demand<K, V>): boolean => entry !== undefined || error !== undefined;

  function resolve(this: Demand<K, V>): void {
    waiting.delete(this);
    if (order !== 'concat') enqueue(this);
    turns.later(reader);
  }
  const createDemand = (key: K, entry: Entry<K, V> | undefined): Demand<K, V> => ({
    key,
    at: now(),
    flight: undefined,
    entry,
    error: undefined,
    next: undefined,
    resolve,
  });

  /** Gives up all requests; in a step. */
  const giveUp = (): void => {
    const given: Demand<K, V>[] = [...waiting];
    waiting.clear();
    for (let demand = dequeue(); demand; demand = dequeue()) if (demand.entry) given.push(demand);
    for (const demand of given) flights.leave(demand);
  };
  /** The cursor ends, and with it its plan; in a step. */
  const part = (): void => {
    if (parted || isSingle) return;
    parted = true;
    endCursor(cursor);
    flights.dropUnnamed();
    turns.stir();
  };

  const sayPlan = (): void => {
    const { keys, likelihoods, size } = cursor.plan;
    if (journal.listening) {
      const said = keys.slice(0, size).map((key, i) => [key, likelihoods[i] as number] as const);
      journal.say({ type: 'plan', at: now(), cursor: cursor.id, keys: said, ended: false });
    } else journal.stats.plan(cursor.id, size);
  };

  const sayHit = (key: K, firstUse: boolean, held: boolean): void => {
    if (journal.listening) journal.say({ type: 'hit', key, at: now(), cursor: cursor.id, firstUse, held });
    else journal.stats.hit(firstUse, held);
  };

  /** A request: gives the entry if it can be handed over as soon as the step is over. In a step. */
  const request = (asked: K): Entry<K, V> | undefined => {
    const id = identify(asked);
    let entry = store.entries.get(id);
    if (entry && entry.expires <= expiryNow()) {
      store.drop(entry, 'expired');
      entry = undefined;
    }
    const flight = entry ? undefined : flights.get(id);
    const moves = !isCurrent(cursor, id);
    const key = entry ? entry.key : flight ? flight.key : moves ? asked : (cursor.current as K);
    const superseded = order === 'switch' ? supersede() : undefined;

    let direct: Entry<K, V> | undefined;
    let demand: Demand<K, V> | undefined;
    if (entry) {
      const held = handing || head !== undefined || journal.locked || turns.depth > 1;
      const firstUse = entry.speculative;
      entry.speculative = false;
      store.pin(entry);
      policy.used(key);
      sayHit(key, firstUse, held);
      if (held) {
        enqueue(createDemand(key, entry));
        turns.later(reader);
      } else {
        direct = entry;
        handing = true;
      }
    } else {
      demand = createDemand(key, undefined);
      waiting.add(demand);
      if (order === 'concat') enqueue(demand);
      if (flight) journal.say({ type: 'join', key, at: demand.at, cursor: cursor.id, firstUse: !flight.used });
      else journal.say({ type: 'miss', key, at: demand.at, cursor: cursor.id });
    }

    if (moves) move(cursor, key, id, entry ? 'hit' : flight ? 'join' : 'miss');
    if (demand && waiting.has(demand)) flights.attach([demand], id, key);
    if (moves && isCurrent(cursor, id) && !parted) {
      sayPlan();
      if (flights.slotsTaken > 0) flights.dropUnnamed();
      if (cursor.plan.size > 0) turns.stir();
    }
    if (superseded) for (const old of superseded) flights.leave(old);
    return direct;
  };
  /** Takes what came before out of the way; it is let go once the new request holds what it needs. */
  const supersede = (): Demand<K, V>[] => {
    const old = [...waiting];
    waiting.clear();
    for (let demand = dequeue(); demand; demand = dequeue()) old.push(demand);
    return old;
  };

  /** Hands over what is ready and whose turn it is. */
  const deliver = (): void => {
    if (handing) return;
    handing = true;
    try {
      while (open && head && isReady(head)) {
        const { key, at, entry, error } = dequeue() as Demand<K, V>;
        if (entry) {
          const moment = now();
          journal.say({ type: 'serve', key, at: moment, cursor: cursor.id, wait: moment - at });
          journal.deliver();
          hand(key, entry);
        } else if (error) rejected(key, error);
      }
    } finally {
      handing = false;
    }
    if (open && ended && !head && waiting.size === 0) subscriber.complete();
  };
  const hand = (key: K, entry: Entry<K, V>): void => {
    try {
      if (open) next(key, entry.value);
    } finally {
      store.unpin(entry);
    }
  };

  const leave = (): void => {
    if (!open) return;
    open = false;
    forget(reader);
    turns.enter();
    try {
      part();
      giveUp();
    } finally {
      turns.leave();
    }
  };

  const reader: Reader<K> = {
    ask(key) {
      let direct: Entry<K, V> | undefined;
      turns.enter();
      try {
        direct = request(key);
      } catch (error) {
        reader.fail(error);
      } finally {
        turns.leave();
      }
      if (!direct) return;
      try {
        hand(direct.key, direct);
      } finally {
        handing = false;
      }
      if (head || ended) deliver();
      turns.settle();
    },
    deliver,
    end() {
      ended = true;
      turns.enter();
      part();
      turns.later(reader);
      turns.leave();
    },
    fail(error) {
      leave();
      subscriber.error(error);
    },
    leave,
    close() {
      leave();
      turns.later({ deliver: () => (isSingle ? subscriber.error(new ClosedError()) : subscriber.complete()) });
    },
  };
  return reader;
}
