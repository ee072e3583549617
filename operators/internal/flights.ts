import { Observable, Subscription } from 'rxjs';
import type { Entry } from '../../src/cache/entry.js';
import { EmptyLoadError, LoadError } from '../../src/errors.js';
import type { UntimedEvent } from '../../src/events.js';
import { sameKey } from '../../src/options.js';
import { createLoad } from './load.js';
import type { Flight, Flights, Parts, Warming, Demand } from './parts.js';
import { reportErrors } from './reportErrors.js';

/** Loads in flight, at most one that requests may join per key. */
export function createFlights<K, V>(parts: Parts<K, V>): Flights<K, V> {
  const { turns, store, cursors, backoff, control, now, concurrency, createEntry, measure } = parts;
  const load = createLoad(parts);
  const attached = new Map<unknown, Flight<K, V>>();
  const live = new Set<Flight<K, V>>();
  /** With what ends its hold of a slot, once it has one. */
  const speculative = new Map<Flight<K, V>, (() => void) | undefined>();

  const isAttached = (flight: Flight<K, V>): boolean => attached.get(flight.id) === flight;
  /** Whether a cursor wants it, and it is worth going on with. */
  const isNamed = ({ id, startedAt }: Flight<K, V>): boolean => {
    const likelihood = parts.enabled ? cursors.likelihoodOf(id) : 0;
    return likelihood > 0 && control?.keeps(likelihood, now() - startedAt) !== false;
  };

  const add = (id: unknown, key: K, reason: 'demand' | 'prefetch', warm?: Warming): Flight<K, V> => {
    let controller: AbortController | undefined;
    const subscription = new Subscription();
    const flight = {
      id,
      key,
      reason,
      byWarm: warm !== undefined,
      startedAt: Infinity,
      context: {
        reason,
        get signal() {
          controller ??= new AbortController();
          if (subscription.closed) controller.abort();
          return controller.signal;
        },
      },
      demands: new Set<Demand<K, V>>(),
      subscription,
      warm,
      used: reason === 'demand',
      abort: () => controller?.abort(),
    };
    attached.set(id, flight);
    live.add(flight);
    return flight;
  };
  /** It holds no slot any more: it is demanded or over. */
  const freeSlot = (flight: Flight<K, V>): void => {
    const free = speculative.get(flight);
    if (!speculative.delete(flight)) return;
    free?.();
    turns.stir();
  };
  const say = ({ reason, key, byWarm: warm, used }: Flight<K, V>, how: string, more?: { duration: number; error?: unknown }): void =>
    turns.say({
      type: reason === 'demand' ? `load-${how}` : `prefetch-${how === 'complete' ? 'success' : how}`,
      key,
      ...(reason === 'prefetch' && { warm }),
      ...(how !== 'start' && reason === 'prefetch' && { used }),
      ...more,
    } as UntimedEvent<K>);
  /** How long it took, asked before its state changes; 0 if it has not begun. The clock may call back or throw. */
  const durationOf = ({ startedAt }: Flight<K, V>): number => Math.max((reportErrors(now) ?? 0) - startedAt, 0);
  const end = (flight: Flight<K, V>, how: string, more: { duration: number; error?: unknown }): void => {
    live.delete(flight);
    if (isAttached(flight)) attached.delete(flight.id);
    freeSlot(flight);
    say(flight, how, more);
  };
  const tellWarm = (flight: Flight<K, V>, how: 'done' | 'failed' | 'skipped'): void => {
    const { warm } = flight;
    flight.warm = undefined;
    warm?.ended(how);
  };

  const succeed = (flight: Flight<K, V>, entry: Entry<K, V>): void => {
    const duration = durationOf(flight);
    if (!live.has(flight)) return;
    const { id, reason, byWarm, demands, warm } = flight;
    const isWelcome = isAttached(flight);
    // One that `set`, `invalidate` or `clear` detached is of the past.
    if (isWelcome) backoff.forget(id);
    end(flight, 'complete', { duration });
    entry.speculative = !flight.used;
    entry.warm = warm;
    for (const demand of demands) demand.resolve(entry);
    const limit = demands.size > 0 ? Infinity : cursors.likelihoodOf(id);
    const isKept = isWelcome && store.keep(entry, limit, byWarm ? 'warm' : reason);
    if (!isWelcome) store.drop(entry, 'rejected');
    tellWarm(flight, isKept ? 'done' : 'skipped');
  };
  const fail = (flight: Flight<K, V>, cause: unknown): void => {
    const duration = durationOf(flight);
    if (!live.has(flight)) return;
    const { id, key, reason, demands, entry } = flight;
    if (isAttached(flight)) backoff.failed(id);
    if (entry) store.drop(entry, 'rejected');
    end(flight, 'error', { duration, error: cause });
    tellWarm(flight, 'failed');
    if (reason === 'demand') {
      const error = cause instanceof EmptyLoadError && sameKey(cause.key, key) ? cause : new LoadError(key, cause);
      for (const demand of demands) demand.resolve(undefined, error);
    } else if (demands.size > 0) flights.attach(demands, id, key);
  };

  /** @throws RangeError | TypeError if `sizeOf` gives no size; the value is evicted then */
  const receive = (flight: Flight<K, V>, value: V): Entry<K, V> => {
    const entry = createEntry(flight.id, flight.key, value);
    store.receive(entry);
    // What was given up in the meantime will not evict it.
    if (live.has(flight)) flight.entry = entry;
    else store.drop(entry, 'rejected');
    measure(entry);
    return entry;
  };
  const launch = (flight: Flight<K, V>): void => {
    say(flight, 'start');
    // Also while its time is asked for it may be given up.
    flight.startedAt = reportErrors(now) ?? Infinity;
    if (!live.has(flight)) return;
    // What ends in the call that begins it is handled when that call is over: the step it belongs to goes on first.
    let outcome: (() => void) | undefined;
    let settle = (how: () => void): void => {
      outcome = how;
    };
    const failed = (error: unknown): void => settle(() => fail(flight, error));
    turns.outside(() => {
      load(flight).subscribe({
        next(value) {
          try {
            const entry = receive(flight, value);
            // `sizeOf` was asked.
            if (live.has(flight)) settle(() => succeed(flight, entry));
          } catch (error) {
            failed(error);
          }
        },
        error: failed,
      });
    });
    settle = turns.step;
    if (live.has(flight)) (outcome as (() => void) | undefined)?.();
  };
  /** When the last demand or warm has left, cursors keep a flight if their tables name it and a slot is free; else it is stopped. */
  const release = (flight: Flight<K, V>): void => {
    if (flight.demands.size > 0 || flight.warm || speculative.has(flight)) return;
    if (isAttached(flight) && speculative.size < concurrency && isNamed(flight)) {
      speculative.set(flight, undefined);
      turns.stir();
    } else flights.cancel(flight);
  };

  const flights: Flights<K, V> = {
    get: (id) => attached.get(id),
    live,
    speculative,
    create(id, key, warm) {
      const flight = add(id, key, 'prefetch', warm);
      if (warm) launch(flight);
      else speculative.set(flight, undefined);
      return flight;
    },
    attach(demands, id, key) {
      const entry = store.entries.get(id);
      const known = attached.get(id);
      const flight = known ?? (entry ? undefined : add(id, key, 'demand'));
      for (const demand of demands) {
        if (flight) {
          demand.flight = flight;
          flight.demands.add(demand);
        } else demand.resolve(entry);
      }
      if (!flight) return;
      freeSlot(flight);
      flight.used = true;
      if (!known) launch(flight);
    },
    leave(demands) {
      // All first: what is stopped may make another flight fail, which would serve those who are about to leave it.
      for (const demand of demands) demand.flight?.demands.delete(demand);
      for (const { flight, entry } of demands) {
        if (flight) release(flight);
        if (entry) store.unpin(entry);
      }
    },
    leaveWarm(flight) {
      flight.warm = undefined;
      release(flight);
    },
    dropUnwanted() {
      for (const flight of speculative.keys()) if (!isNamed(flight)) flights.cancel(flight);
    },
    findAdopted() {
      for (const [flight, free] of speculative) if (!free) return flight;
      return undefined;
    },
    hold: (flight) =>
      new Observable((subscriber) => {
        speculative.set(flight, () => {
          subscriber.complete();
        });
        // Others are in the air already: a demand or a warm that has left began them.
        if (!flight.used && !flight.byWarm) launch(flight);
      }),
    detach(id) {
      const flight = attached.get(id);
      if (!flight) return;
      attached.delete(id);
      if (flight.demands.size === 0) flights.cancel(flight);
      else tellWarm(flight, 'failed');
    },
    cancel(flight) {
      const duration = durationOf(flight);
      if (!live.has(flight)) return;
      end(flight, 'cancel', { duration });
      // Its value came while it was being started, and nobody has it.
      if (flight.entry) store.drop(flight.entry, 'rejected');
      tellWarm(flight, 'failed');
      reportErrors(() => flight.subscription.unsubscribe());
      flight.abort();
    },
  };
  return flights;
}
