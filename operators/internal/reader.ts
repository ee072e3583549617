import type { Subscriber } from 'rxjs';
import { isCurrent, type Cursor } from '../../src/cache/cursor.js';
import type { Entry } from '../../src/cache/entry.js';
import { readPlan } from '../../src/cache/readPlan.js';
import type { Order } from '../../src/options.js';
import type { Settled } from '../../src/types.js';
import type { Demand, Parts, Reader } from './parts.js';

/** How a reader differs from the one that the options of the cache describe. */
export interface ReaderOptions<K> {
  /** Whether it hands over results, of failures too, instead of items. */
  readonly settled?: boolean;
  readonly order?: Order;
  /** The cursor of all `get`s: each moves it and does not end it, and completes with its first item. */
  readonly shared?: () => Cursor<K>;
}

/**
 * A reader that has asked for nothing yet.
 *
 * @param settled - whether a failed load is a result that is handed over; else it ends the stream
 * @param subscriber - is handed items, or results
 */
export function createReader<K, V>(
  parts: Parts<K, V>,
  { settled, order = parts.order, shared }: ReaderOptions<K>,
  subscriber: Subscriber<unknown>,
): Reader<K> {
  const { turns, store, flights, policy, find, move, identify, now, explain, endCursor, readers, dwell, cursors } = parts;
  const { stats } = turns;
  const { figures } = stats;
  const inSlots = flights.speculative;
  const cursor = shared?.() ?? cursors.add();
  /** Requests that are to be handed over, those that wait for a flight and those that are ready: as they were made, or, without `concat`, became ready. */
  const requests = new Set<Demand<K, V>>();
  /** Whether an item is being handed over: another one waits until that returns. */
  let handing = false;
  let open = true;
  /** What is handed over as soon as the step is over; and the item with which a `get` completes: let go of when that has been told. */
  let direct: Entry<K, V> | undefined;
  /** No more requests come. */
  let ended = false;

  const createDemand = (key: K, at: number): Demand<K, V> => {
    const demand: Demand<K, V> = {
      key,
      at,
      resolve(entry, error) {
        demand.entry = entry;
        demand.error = error;
        if (entry) store.pin(entry);
        // One that is superseded is there no more.
        if (order !== 'concat' && requests.delete(demand)) requests.add(demand);
        turns.later(deliver);
      },
    };
    requests.add(demand);
    return demand;
  };
  /** Takes all requests out of the way; they are let go by `flights.leave`. */
  const takeAll = (): Demand<K, V>[] => {
    if (direct) store.unpin(direct);
    direct = undefined;
    const all = [...requests];
    requests.clear();
    return all;
  };

  /** The cursor ends, and with it its plan; in a step. */
  const part = (): void => {
    if (!shared) endCursor(cursor);
  };
  const leave = (): void => {
    if (!open) return;
    open = false;
    readers.delete(reader);
    turns.step(() => {
      const all = takeAll();
      part();
      flights.leave(all);
    });
  };

  /** A new plan counts: what no table names any more is stopped. */
  const replan = (): void => {
    const { position } = cursor;
    const keys = readPlan(cursor);
    const why = explain && turns.listening && { why: keys.map(([key]) => explain(key)) };
    // The predictor was asked, and may have moved or ended it.
    if (cursor.position !== position) return;
    turns.say({ type: 'plan', cursor: cursor.id, keys, ...why, ended: false });
    flights.dropUnwanted();
    turns.stir();
    dwell?.(cursor);
  };
  /** Whether a plan that was made, or ended, makes any difference. */
  const isPlanned = (): boolean => turns.listening || cursor.plan.length + figures.planned + inSlots.size > 0;
  /** Whether something comes before an item that is asked for now. */
  const isBehind = (): boolean => {
    for (const { entry, error } of requests) if (order === 'concat' || entry || error) return true;
    return false;
  };

  // Once a hit, with nothing called that is not needed: what is rare has a function of its own.
  const requestResident = (entry: Entry<K, V>, id: unknown): void => {
    const { key } = entry;
    const held = handing || turns.locked || turns.depth > 1 || (requests.size > 0 && isBehind());
    if (held) createDemand(key, now()).resolve(entry);
    else {
      store.pin(entry);
      direct = entry;
      // What listeners ask for meanwhile comes behind it.
      handing = true;
    }
    policy.used(key);
    // It may have ended this reader.
    if (!open) return;
    const { speculative } = entry;
    const moved = !isCurrent(cursor, id);
    entry.speculative = false;
    if (turns.listening || speculative) sayHit(key, moved, speculative, held);
    else stats.hit(speculative, held);
    if (moved && move(cursor, key, id, 'hit') && isPlanned()) replan();
  };

  const sayHit = (key: K, moved: boolean, firstUse: boolean, held: boolean): void =>
    turns.say({ type: 'hit', key, cursor: cursor.id, moved, firstUse, held });

  /** A request for what is in flight or absent. */
  const requestAbsent = (asked: K, id: unknown): void => {
    const at = now();
    // The clock was asked, and may have ended this reader.
    if (!open) return;
    const flight = flights.get(id);
    const moved = !isCurrent(cursor, id);
    const key = flight ? flight.key : moved ? asked : (cursor.current as K);
    const demand = createDemand(key, at);
    const asking = { key, cursor: cursor.id, moved };
    turns.say(flight ? { type: 'join', ...asking, firstUse: !flight.used } : { type: 'miss', ...asking });
    if (flight) flight.used = true;
    const position = moved && move(cursor, key, id, flight ? 'join' : 'miss') ? cursor.position : 0;
    if (requests.has(demand)) flights.attach([demand], id, key);
    if (position > 0 && cursor.position === position) replan();
  };

  /** In a step. */
  const request = (key: K): void => {
    const id = identify(key);
    // It may have ended this reader; and a source may go on after its end.
    if (!open || ended) return;
    let entry = find(id);
    if (!entry) {
      store.dropOld(id, 'expired');
      // The policy was told, and may have ended this reader or asked for the key.
      if (!readers.has(reader)) return;
      entry = find(id);
    }
    const superseded = order === 'switch' && takeAll();
    try {
      if (entry) requestResident(entry, id);
      else requestAbsent(key, id);
    } finally {
      // They are let go when the new one has what it needs.
      if (superseded) flights.leave(superseded);
    }
  };

  // A subscriber of RxJS does not throw: what its listener throws is reported.
  const hand = (entry: Entry<K, V>): void => {
    const { key, value } = entry;
    if (open) subscriber.next(settled ? ({ key, status: 'fulfilled', value } satisfies Settled<K, V>) : value);
    if (shared && open) completeWith(entry);
    else store.unpin(entry);
  };
  const completeWith = (entry: Entry<K, V>): void => {
    direct = entry;
    subscriber.complete();
  };
  const handOver = (request: Demand<K, V>): void => {
    // What was said meanwhile may make somebody ask for something else.
    turns.deliver();
    const { key, at, entry, error: reason } = request;
    if (!requests.has(request)) return;
    if (entry) turns.say({ type: 'serve', key, cursor: cursor.id, wait: Math.max(now() - at, 0) });
    turns.deliver();
    // A listener may have asked for what supersedes it.
    if (!requests.delete(request)) return;
    if (entry) {
      hand(entry);
      // What it pinned may go now.
      turns.step(() => undefined);
    } else if (settled) subscriber.next({ key, status: 'rejected', reason });
    else reader.error(reason);
  };
  /** Hands over what is ready and whose turn it is. */
  const deliver = (): void => {
    if (handing) return;
    handing = true;
    // Also what is asked for, or becomes ready, meanwhile; none when the reader has left.
    try {
      for (const request of requests) {
        if (request.entry || request.error) handOver(request);
        else if (order === 'concat') break;
      }
    } finally {
      handing = false;
    }
    if (open && ended && requests.size === 0) subscriber.complete();
  };

  const reader: Reader<K> = {
    next(key) {
      if (!open || parts.closed) return;
      const wasHanding = handing;
      turns.depth++;
      try {
        request(key);
      } catch (error) {
        turns.later(() => reader.error(error));
      }
      turns.leave();
      if (!handing || wasHanding) return;
      const entry = direct;
      direct = undefined;
      if (entry) hand(entry);
      handing = false;
      if (ended || requests.size > 0) deliver();
      turns.settle();
    },
    complete() {
      ended = true;
      turns.step(() => {
        part();
        turns.later(deliver);
      });
    },
    error(error) {
      try {
        leave();
      } finally {
        // Also where the clock throws, which is asked when a load is stopped.
        subscriber.error(error);
      }
    },
    close() {
      leave();
      turns.later(() => subscriber.complete());
    },
  };
  readers.add(reader);
  subscriber.add(leave);
  return reader;
}
