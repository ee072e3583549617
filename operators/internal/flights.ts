import type { Backoff } from '../../src/cache/backoff.js';
import type { Cursors } from '../../src/cache/cursors.js';
import { createEntry, type Entry } from '../../src/cache/entry.js';
import type { Store } from '../../src/cache/store.js';
import { EmptyLoadError, LoadError } from '../../src/errors.js';
import { checkSize } from '../../src/options.js';
import { createFlight, type Demand, type Flight, type WarmHold } from './flight.js';
import type { Journal } from './journal.js';
import type { Load } from './load.js';
import { report } from './report.js';
import type { Turns } from './turns.js';

/** The loads of one cache: at most one attached flight a key, stopped when the last who wants it lets go. */
export interface Flights<K, V> {
  /** The flight that a request for this key joins. */
  get(id: unknown): Flight<K, V> | undefined;
  /** All that are in the air, also those that no request joins any more. */
  readonly live: ReadonlySet<Flight<K, V>>;
  /** How many slots of speculation are taken. */
  readonly slotsTaken: number;
  /** A flight that no demand began, attached but not launched. */
  create(id: unknown, key: K, warm?: WarmHold<K, V>): Flight<K, V>;
  launch(flight: Flight<K, V>): void;
  /** Demands of one key: join its flight, or share a new one. */
  attach(demands: readonly Demand<K, V>[], id: unknown, key: K): void;
  /** A demand gives up. */
  leave(demand: Demand<K, V>): void;
  /** A warm gives up. */
  leaveWarm(flight: Flight<K, V>): void;
  /** Stops what only cursors wanted and no table names any more. */
  dropUnnamed(): void;
  /** From now on the key is loaded anew; those who wait are still served. */
  detach(id: unknown): void;
  /** A flight to hold a slot for, that had been demanded and is now only speculative. */
  takeAdopted(): Flight<K, V> | undefined;
  /** Stops all that only cursors want. */
  cancelSpeculative(): void;
  cancel(flight: Flight<K, V>): void;
}

/** What flights need of their cache. */
export interface FlightsOptions<K, V> {
  readonly load: Load<K, V>;
  readonly journal: Journal<K, V>;
  readonly turns: Turns;
  readonly store: Store<K, V>;
  readonly cursors: Cursors<K>;
  readonly backoff: Backoff;
  readonly now: () => number;
  readonly concurrency: number;
  readonly ttl: number;
  readonly sizeOf: ((value: V, key: K) => number) | undefined;
  readonly isEnabled: () => boolean;
}

/** No loads yet. */
export function createFlights<K, V>(options: FlightsOptions<K, V>): Flights<K, V> {
  const { load, journal, turns, store, cursors, backoff, now, concurrency, ttl, sizeOf, isEnabled } = options;
  const attached = new Map<unknown, Flight<K, V>>();
  const live = new Set<Flight<K, V>>();
  const speculative = new Set<Flight<K, V>>();
  let adopted: Flight<K, V>[] = [];

  const isNamed = ({ id }: Flight<K, V>): boolean => cursors.likelihoodOf(id) > 0;

  const add = (flight: Flight<K, V>): Flight<K, V> => {
    attached.set(flight.id, flight);
    live.add(flight);
    return flight;
  };
  const speculateOn = (flight: Flight<K, V>): void => {
    flight.speculative = true;
    speculative.add(flight);
    flights.slotsTaken = speculative.size;
  };
  /** It holds no slot any more: it is demanded or over. */
  const freeSlot = (flight: Flight<K, V>): void => {
    flight.speculative = false;
    if (speculative.delete(flight)) turns.stir();
    flights.slotsTaken = speculative.size;
    flight.freeSlot?.();
    flight.freeSlot = undefined;
  };
  const end = (flight: Flight<K, V>): void => {
    flight.ended = true;
    live.delete(flight);
    if (!flight.detached) attached.delete(flight.id);
    freeSlot(flight);
  };
  const tellWarm = (flight: Flight<K, V>, how: 'done' | 'failed' | 'skipped', entry?: Entry<K, V>): void => {
    const { warm } = flight;
    flight.warm = undefined;
    warm?.ended(flight, how, entry);
  };

  const sayEnd = (flight: Flight<K, V>, how: 'complete' | 'cancel' | 'error', error?: unknown): void => {
    const { key, startedAt, byWarm: warm, used } = flight;
    const at = now();
    const duration = at - startedAt;
    if (flight.reason === 'demand') {
      journal.say(how === 'error' ? { type: 'load-error', key, at, duration, error } : { type: `load-${how}`, key, at, duration });
    } else if (how === 'error') journal.say({ type: 'prefetch-error', key, at, duration, warm, used, error });
    else journal.say({ type: how === 'complete' ? 'prefetch-success' : 'prefetch-cancel', key, at, duration, warm, used });
  };

  const keep = (flight: Flight<K, V>, entry: Entry<K, V>, at: number): boolean => {
    const { id, key } = flight;
    const limit = flight.demands.size > 0 ? Infinity : cursors.likelihoodOf(id);
    if (flight.detached || !store.keep(entry, limit, at)) {
      store.drop(entry, 'rejected');
      return false;
    }
    const from = flight.reason === 'demand' ? 'demand' : flight.byWarm ? 'warm' : 'prefetch';
    journal.say({ type: 'store', key, at, bytes: entry.bytes, from, speculative: entry.speculative });
    return true;
  };

  const succeed = (flight: Flight<K, V>, value: V): void => {
    const { id, key, demands, warm } = flight;
    const at = now();
    let bytes: number;
    try {
      bytes = sizeOf ? checkSize(sizeOf(value, key)) : 0;
    } catch (error) {
      fail(flight, error);
      return;
    }
    backoff.succeeded(id);
    end(flight);
    sayEnd(flight, 'complete');
    const entry = createEntry(id, key, value, bytes, at + ttl);
    entry.speculative = !flight.used;
    entry.warm = warm;
    for (const demand of demands) {
      demand.entry = entry;
      store.pin(entry);
    }
    const kept = keep(flight, entry, at);
    tellWarm(flight, kept ? 'done' : 'skipped', entry);
    for (const demand of demands) demand.resolve();
  };

  const fail = (flight: Flight<K, V>, cause: unknown): void => {
    const { id, key } = flight;
    const demands = [...flight.demands];
    backoff.failed(id, now());
    end(flight);
    sayEnd(flight, 'error', cause);
    tellWarm(flight, 'failed');
    if (flight.reason === 'prefetch') {
      if (demands.length > 0) flights.attach(demands, id, key);
      return;
    }
    const error = cause instanceof EmptyLoadError && cause.key === key ? cause : new LoadError(key, cause);
    for (const demand of demands) {
      demand.error = error;
      demand.resolve();
    }
  };

  /** When the last demand or warm has left, cursors keep a flight if their tables name it and a slot is free; else it is stopped. */
  const unwanted = (flight: Flight<K, V>): void => {
    if (flight.ended || flight.demands.size > 0 || flight.warm || flight.speculative) return;
    if (flight.detached || !isEnabled() || speculative.size >= concurrency || !isNamed(flight)) {
      flights.cancel(flight);
      return;
    }
    speculateOn(flight);
    adopted.push(flight);
    turns.stir();
  };

  // `slotsTaken` is a plain field, as a hit reads it.
  const flights: Omit<Flights<K, V>, 'slotsTaken'> & { slotsTaken: number } = {
    get: (id) => attached.get(id),
    live,
    slotsTaken: 0,
    create(id, key, warm) {
      const flight = add(createFlight<K, V>(id, key, 'prefetch', now(), warm));
      if (!warm) speculateOn(flight);
      return flight;
    },
    launch(flight) {
      flight.launched = true;
      const { key, byWarm, reason, startedAt: at } = flight;
      journal.say(reason === 'demand' ? { type: 'load-start', key, at } : { type: 'prefetch-start', key, at, warm: byWarm });
      // What ends in the call that begins it is handled when that call is over: the step it belongs to goes on first.
      let starting = true;
      let settle: (() => void) | undefined;
      const settled = (how: () => void): void => {
        if (settle || flight.ended) return;
        settle = how;
        if (starting) return;
        turns.enter();
        try {
          how();
        } finally {
          turns.leave();
        }
      };
      turns.outside(() => {
        flight.subscription.add(
          load(key, flight.context, () => !flight.ended).subscribe({
            next: (value) => settled(() => succeed(flight, value)),
            error: (error: unknown) => settled(() => fail(flight, error)),
            complete: () => settled(() => fail(flight, new EmptyLoadError(key))),
          }),
        );
      });
      starting = false;
      if (!flight.ended) (settle as (() => void) | undefined)?.();
    },
    attach(demands, id, key) {
      const entry = store.entries.get(id);
      const flight = attached.get(id) ?? (entry ? undefined : add(createFlight<K, V>(id, key, 'demand', now())));
      for (const demand of demands) {
        if (flight) {
          demand.flight = flight;
          flight.demands.add(demand);
        } else if (entry) {
          demand.entry = entry;
          store.pin(entry);
          demand.resolve();
        }
      }
      if (!flight) return;
      if (flight.speculative) freeSlot(flight);
      flight.used = true;
      if (!flight.launched) flights.launch(flight);
    },
    leave(demand) {
      const { flight, entry } = demand;
      if (flight?.demands.delete(demand)) unwanted(flight);
      if (entry) store.unpin(entry);
    },
    leaveWarm(flight) {
      flight.warm = undefined;
      flight.freeSlot = undefined;
      unwanted(flight);
    },
    dropUnnamed() {
      for (const flight of speculative) if (!isNamed(flight)) flights.cancel(flight);
    },
    cancelSpeculative() {
      for (const flight of speculative) flights.cancel(flight);
    },
    detach(id) {
      const flight = attached.get(id);
      if (!flight) return;
      attached.delete(id);
      flight.detached = true;
      if (flight.demands.size === 0) flights.cancel(flight);
      else {
        freeSlot(flight);
        tellWarm(flight, 'failed');
      }
    },
    takeAdopted() {
      if (adopted.length === 0) return undefined;
      const next = adopted.find((flight) => flight.speculative && !flight.freeSlot);
      adopted = next ? adopted.filter((flight) => flight !== next) : [];
      return next;
    },
    cancel(flight) {
      if (flight.ended) return;
      end(flight);
      sayEnd(flight, 'cancel');
      tellWarm(flight, 'failed');
      try {
        flight.subscription.unsubscribe();
      } catch (error) {
        report(error);
      }
      flight.abort();
    },
  };
  return flights;
}
