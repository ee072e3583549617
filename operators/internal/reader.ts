import type { Subscriber } from 'rxjs';
import { isCurrent, type Cursor } from '../../src/cache/cursor.js';
import { readPlan } from '../../src/cache/readPlan.js';
import type { Entry } from '../../src/cache/entry.js';
import { ClosedError, type LoadError } from '../../src/errors.js';
import type { Order } from '../../src/options.js';
import type { Settled } from '../../src/types.js';
import { createDemandQueue } from './demandQueue.js';
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
  const { turns, store, flights, policy, find, move, keyOf, now, explain, endCursor, readers, dwell } = parts;
  /** Requests that wait for a flight. */
  const waiting = new Set<Demand<K, V>>();
  /** Requests to be handed over; with `concat` all of them, also those that wait. */
  const queue = createDemandQueue<K, V>();
  /** Whether an item is being handed over: another one waits until that returns. */
  let handing = false;
  /** Whether it has handed over an item. */
  let handed = false;
  let open = true;
  /** What is handed over as soon as the step is over. */
  let direct: Entry<K, V> | undefined;
  /** No more requests come. */
  let ended = false;

  const fulfil =
    kind === 'settled' ? ({ key, value }: Entry<K, V>) => ({ key, status: 'fulfilled', value }) satisfies Settled<K, V> : undefined;
  const createDemand = (key: K, entry: Entry<K, V> | undefined): Demand<K, V> => ({
    key,
    at: now(),
    flight: undefined,
    entry,
    error: undefined,
    next: undefined,
    resolve,
  });
  function resolve(this: Demand<K, V>): void {
    // One that is superseded waits no more.
    if (!waiting.delete(this)) return;
    if (order !== 'concat') queue.add(this);
    turns.later(deliver);
  }
  /** Takes all requests out of the way; they are let go by `flights.leave`. */
  const takeAll = (): Demand<K, V>[] => {
    if (direct) store.unpin(direct);
    direct = undefined;
    const demands = new Set(waiting);
    waiting.clear();
    for (let demand = queue.take(); demand; demand = queue.take()) demands.add(demand);
    return [...demands];
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
      part();
      flights.leave(takeAll());
    });
  };

  const sayPlan = (): void => {
    const { id, plan } = cursor;
    if (turns.listening) {
      const keys = readPlan(cursor);
      turns.say({ type: 'plan', cursor: id, keys, ...(explain && { why: keys.map(([key]) => explain(key)) }), ended: false });
    } else turns.stats.plan(id, plan.length);
  };
  /** A new plan counts: what no table names any more is stopped. */
  const replan = (): void => {
    sayPlan();
    if (flights.speculative.size > 0) flights.dropUnwanted();
    if (cursor.plan.length > 0) turns.stir();
    dwell?.(cursor);
  };
  /** Whether a plan that was made, or ended, makes any difference. */
  const isPlanned = (): boolean => turns.listening || cursor.plan.length + turns.stats.figures.planned + flights.speculative.size > 0;
  const sayHit = (key: K, moved: boolean, firstUse: boolean, held: boolean): void =>
    turns.say({ type: 'hit', key, cursor: cursor.id, moved, firstUse, held });

  // Once a hit, with nothing called that is not needed: what is rare has a function of its own.
  const requestResident = (entry: Entry<K, V>, id: unknown): void => {
    const { key, speculative } = entry;
    const held = handing || queue.head !== undefined || turns.locked || turns.depth > 1;
    const moved = !isCurrent(cursor, id);
    entry.speculative = false;
    store.pin(entry);
    policy.used(key);
    if (turns.listening || speculative) sayHit(key, moved, speculative, held);
    else turns.stats.hit(speculative, held);
    if (held) hold(key, entry);
    else {
      direct = entry;
      // What listeners ask for meanwhile comes behind it.
      handing = true;
    }
    if (moved && move(cursor, key, id, 'hit') && isPlanned()) replan();
  };
  const hold = (key: K, entry: Entry<K, V>): void => {
    queue.add(createDemand(key, entry));
    turns.later(deliver);
  };

  /** A request for what is in flight or absent. */
  const requestAbsent = (asked: K, id: unknown): void => {
    store.dropOld(store.entries.get(id), 'expired', now());
    const flight = flights.get(id);
    const moved = !isCurrent(cursor, id);
    const key = flight ? flight.key : moved ? asked : (cursor.current as K);
    const demand = createDemand(key, undefined);
    waiting.add(demand);
    if (order === 'concat') queue.add(demand);
    if (flight) {
      turns.say({ type: 'join', key, cursor: cursor.id, moved, firstUse: !flight.used });
      flight.used = true;
    } else turns.say({ type: 'miss', key, cursor: cursor.id, moved });
    const position = moved && move(cursor, key, id, flight ? 'join' : 'miss') ? cursor.position : 0;
    if (waiting.has(demand)) flights.attach([demand], id, key);
    if (position > 0 && cursor.position === position) replan();
  };

  /** In a step. */
  const request = (key: K): void => {
    const id = keyOf ? keyOf(key) : key;
    const entry = find(id);
    if (order === 'switch') supersede(key, id, entry);
    else if (entry) requestResident(entry, id);
    else requestAbsent(key, id);
  };
  const supersede = (key: K, id: unknown, entry: Entry<K, V> | undefined): void => {
    const superseded = takeAll();
    if (entry) requestResident(entry, id);
    else requestAbsent(key, id);
    // They are let go when the new one has what it needs.
    flights.leave(superseded);
  };

  // A subscriber of RxJS does not throw: what its listener throws is reported.
  const hand = (entry: Entry<K, V>): void => {
    if (open) {
      handed = true;
      subscriber.next(fulfil ? fulfil(entry) : entry.value);
      if (kind === 'single') subscriber.complete();
    }
    store.unpin(entry);
  };
  const reject = (reason: LoadError<K>): void => {
    if (kind === 'settled') subscriber.next({ key: reason.key, status: 'rejected', reason } satisfies Settled<K, V>);
    else reader.fail(reason);
  };
  /** Hands over what is ready and whose turn it is. */
  const deliver = (): void => {
    if (handing) return;
    handing = true;
    while (open && (queue.head?.entry ?? queue.head?.error)) {
      const { key, at, entry, error } = queue.take() as Demand<K, V>;
      if (entry) {
        turns.say({ type: 'serve', key, cursor: cursor.id, wait: now() - at });
        turns.deliver();
        hand(entry);
        // What it pinned may go now.
        if (turns.hungry) turns.step(() => undefined);
      } else if (error) reject(error);
    }
    handing = false;
    if (open && ended && !queue.head && waiting.size === 0) subscriber.complete();
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
      if (ended || queue.head) deliver();
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
    leave,
    close() {
      leave();
      turns.later(() => (kind === 'single' && !handed ? subscriber.error(new ClosedError()) : subscriber.complete()));
    },
  };
  readers.add(reader);
  return reader;
}
