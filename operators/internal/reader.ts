import type { Subscriber } from 'rxjs';
import { isCurrent, type Cursor } from '../../src/cache/cursor.js';
import type { Entry } from '../../src/cache/entry.js';
import { readPlan } from '../../src/cache/readPlan.js';
import { ClosedError } from '../../src/errors.js';
import type { Order } from '../../src/options.js';
import type { Settled } from '../../src/types.js';
import type { Demand, Parts, Reader } from './parts.js';

/**
 * A reader that has asked for nothing yet.
 *
 * @param kind - a `'stream'` of items ends with its first failed load, and its cursor ends with it; one of `'settled'` results hands failures over; a
 *   `'single'` request moves the cursor that all such share
 * @param subscriber - is handed items, or results where the kind is `'settled'`
 */
export function createReader<K, V>(
  parts: Parts<K, V>,
  cursor: Cursor<K>,
  kind: 'stream' | 'settled' | 'single',
  order: Order,
  subscriber: Subscriber<unknown>,
): Reader<K> {
  const { turns, store, flights, policy, find, move, identify, now, explain, endCursor, readers, dwell } = parts;
  const { stats } = turns;
  /** Requests that are to be handed over, those that wait for a flight and those that are ready: as they were made, or, without `concat`, became ready. */
  const requests = new Set<Demand<K, V>>();
  /** Whether an item is being handed over: another one waits until that returns. */
  let handing = false;
  /** Whether it has handed over an item. */
  let handed = false;
  let open = true;
  /** What is handed over as soon as the step is over. */
  let direct: Entry<K, V> | undefined;
  /** The item of a single request that completes: it is let go of when that has been told, and before anything follows from it. */
  let given: Entry<K, V> | undefined;
  /** No more requests come. */
  let ended = false;

  const createDemand = (key: K, entry?: Entry<K, V>): Demand<K, V> => {
    const demand: Demand<K, V> = {
      key,
      at: now(),
      entry,
      resolve() {
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
    if (kind !== 'single') endCursor(cursor);
  };
  const leave = (): void => {
    if (!open) return;
    open = false;
    readers.delete(reader);
    turns.step(() => {
      if (given) store.unpin(given);
      part();
      flights.leave(takeAll());
    });
  };

  /** A new plan counts: what no table names any more is stopped. */
  const replan = (): void => {
    const { id, plan } = cursor;
    if (turns.listening) {
      const keys = readPlan(cursor);
      turns.say({ type: 'plan', cursor: id, keys, ...(explain && { why: keys.map(([key]) => explain(key)) }), ended: false });
    } else stats.plan(id, plan.length);
    if (flights.speculative.size > 0) flights.dropUnwanted();
    if (plan.length > 0) turns.stir();
    dwell?.(cursor);
  };
  /** Whether a plan that was made, or ended, makes any difference. */
  const isPlanned = (): boolean => turns.listening || cursor.plan.length + stats.figures.planned + flights.speculative.size > 0;
  /** Whether something comes before an item that is asked for now. */
  const isBehind = (): boolean => {
    for (const { entry, error } of requests) if (order === 'concat' || entry || error) return true;
    return false;
  };

  // Once a hit, with nothing called that is not needed: what is rare has a function of its own.
  const requestResident = (entry: Entry<K, V>, id: unknown): void => {
    const { key, speculative } = entry;
    const held = handing || turns.locked || turns.depth > 1 || (requests.size > 0 && isBehind());
    const moved = !isCurrent(cursor, id);
    entry.speculative = false;
    store.pin(entry);
    policy.used(key);
    if (turns.listening || speculative) sayHit(key, moved, speculative, held);
    else stats.hit(speculative, held);
    if (held) hold(key, entry);
    else {
      direct = entry;
      // What listeners ask for meanwhile comes behind it.
      handing = true;
    }
    if (moved && move(cursor, key, id, 'hit') && isPlanned()) replan();
  };
  const sayHit = (key: K, moved: boolean, firstUse: boolean, held: boolean): void =>
    turns.say({ type: 'hit', key, cursor: cursor.id, moved, firstUse, held });
  const hold = (key: K, entry: Entry<K, V>): void => {
    createDemand(key, entry).resolve();
  };

  /** A request for what is in flight or absent. */
  const requestAbsent = (asked: K, id: unknown): void => {
    store.dropOld(store.entries.get(id), 'expired', now());
    const flight = flights.get(id);
    const moved = !isCurrent(cursor, id);
    const key = flight ? flight.key : moved ? asked : (cursor.current as K);
    const demand = createDemand(key);
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
    // It may have ended this reader.
    if (!open) return;
    const entry = find(id);
    const superseded = order === 'switch' && takeAll();
    if (entry) requestResident(entry, id);
    else requestAbsent(key, id);
    // They are let go when the new one has what it needs.
    if (superseded) flights.leave(superseded);
  };

  // A subscriber of RxJS does not throw: what its listener throws is reported.
  const hand = (entry: Entry<K, V>): void => {
    const { key, value } = entry;
    if (open) {
      handed = true;
      subscriber.next(kind === 'settled' ? ({ key, status: 'fulfilled', value } satisfies Settled<K, V>) : value);
    }
    if (kind === 'single' && open) {
      given = entry;
      subscriber.complete();
    } else store.unpin(entry);
  };
  const handOver = (request: Demand<K, V>): void => {
    // What was said meanwhile may make somebody ask for something else.
    turns.deliver();
    const { key, at, entry, error: reason } = request;
    if (!requests.delete(request)) return;
    if (entry) {
      turns.say({ type: 'serve', key, cursor: cursor.id, wait: Math.max(now() - at, 0) });
      turns.deliver();
      hand(entry);
      // What it pinned may go now.
      if (turns.hungry) turns.step(() => undefined);
    } else if (kind === 'settled') subscriber.next({ key, status: 'rejected', reason });
    else reader.fail(reason);
  };
  /** Hands over what is ready and whose turn it is. */
  const deliver = (): void => {
    if (handing) return;
    handing = true;
    // Also what is asked for, or becomes ready, meanwhile; none when the reader has left.
    for (const request of requests) {
      if (request.entry || request.error) handOver(request);
      else if (order === 'concat') break;
    }
    handing = false;
    if (open && ended && requests.size === 0) subscriber.complete();
  };

  const reader: Reader<K> = {
    ask(key) {
      if (!open || parts.closed) return;
      const wasHanding = handing;
      turns.depth++;
      try {
        request(key);
      } catch (error) {
        turns.later(() => reader.fail(error));
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
    end() {
      ended = true;
      turns.step(() => {
        part();
        turns.later(deliver);
      });
    },
    fail(error) {
      leave();
      subscriber.error(error);
    },
    close() {
      leave();
      turns.later(() => (kind === 'single' && !handed ? subscriber.error(new ClosedError()) : subscriber.complete()));
    },
  };
  readers.add(reader);
  subscriber.add(leave);
  return reader;
}
