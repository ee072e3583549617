import { createEntry, type Entry } from '../../src/cache/entry.js';
import { EmptyLoadError, LoadError } from '../../src/errors.js';
import type { UntimedEvent } from '../../src/events.js';
import { createFlight } from './flight.js';
import type { Flight, Flights, Parts } from './parts.js';
import { reportErrors } from './reportErrors.js';

/** No loads yet. */
export function createFlights<K, V>(parts: Parts<K, V>): Flights<K, V> {
  const { turns, store, cursors, backoff, control, now } = parts;
  const attached = new Map<unknown, Flight<K, V>>();
  const live = new Set<Flight<K, V>>();
  const speculative = new Set<Flight<K, V>>();

  /** Whether a cursor wants it, and it is worth going on with. */
  const isNamed = ({ id, startedAt }: Flight<K, V>): boolean => {
    const likelihood = parts.enabled ? cursors.likelihoodOf(id) : 0;
    return likelihood > 0 && (control?.keeps(likelihood, now() - startedAt) ?? true);
  };

  const add = (flight: Flight<K, V>): Flight<K, V> => {
    attached.set(flight.id, flight);
    live.add(flight);
    return flight;
  };
  /** It holds a slot: only cursors want it; or none any more: it is demanded or over. */
  const speculate = (flight: Flight<K, V>, begins: boolean): void => {
    flight.speculative = begins;
    if (begins) speculative.add(flight);
    else if (speculative.delete(flight)) turns.stir();
  };
  const end = (flight: Flight<K, V>): void => {
    flight.ended = true;
    live.delete(flight);
    if (!flight.detached) attached.delete(flight.id);
    speculate(flight, false);
  };
  const tellWarm = (flight: Flight<K, V>, how: 'done' | 'failed' | 'skipped', entry?: Entry<K, V>): void => {
    const { warm } = flight;
    flight.warm = undefined;
    warm?.ended(flight, how, entry);
  };
  const say = ({ reason, key, byWarm: warm, used, startedAt, ended }: Flight<K, V>, how: string, more?: { error: unknown }): void =>
    turns.say({
      type: reason === 'demand' ? `load-${how}` : `prefetch-${how === 'complete' ? 'success' : how}`,
      key,
      ...(reason === 'prefetch' && { warm }),
      ...(ended && { duration: now() - startedAt }),
      ...(ended && reason === 'prefetch' && { used }),
      ...more,
    } as UntimedEvent<K>);

  const succeed = (flight: Flight<K, V>, value: V): void => {
    const { id, key, demands } = flight;
    const at = now();
    const entry = createEntry(id, key, value, parts.measure(value, key), at + parts.ttl);
    // `sizeOf` may have closed the cache.
    if (flight.ended) return;
    backoff.succeeded(id);
    end(flight);
    say(flight, 'complete');
    entry.speculative = !flight.used;
    entry.warm = flight.warm;
    for (const demand of demands) {
      demand.entry = entry;
      store.pin(entry);
    }
    const { bytes, speculative } = entry;
    if (!flight.detached && store.keep(entry, demands.size > 0 ? Infinity : cursors.likelihoodOf(id), at)) {
      turns.say({ type: 'store', key, bytes, from: flight.byWarm ? 'warm' : flight.reason, speculative });
      tellWarm(flight, 'done', entry);
    } else {
      store.drop(entry, 'rejected');
      tellWarm(flight, 'skipped');
    }
    for (const demand of demands) demand.resolve();
  };
  const fail = (flight: Flight<K, V>, cause: unknown): void => {
    const { id, key, reason } = flight;
    const demands = [...flight.demands];
    backoff.failed(id);
    end(flight);
    say(flight, 'error', { error: cause });
    tellWarm(flight, 'failed');
    if (reason === 'prefetch' && demands.length > 0) flights.attach(demands, id, key);
    if (reason === 'prefetch') return;
    const error = cause instanceof EmptyLoadError && cause.key === key ? cause : new LoadError(key, cause);
    for (const demand of demands) {
      demand.error = error;
      demand.resolve();
    }
  };

  const launch = (flight: Flight<K, V>): void => {
    const { key, context, subscription } = flight;
    say(flight, 'start');
    // What ends in the call that begins it is handled when that call is over: the step it belongs to goes on first.
    let starting = true;
    let outcome: (() => void) | undefined;
    const settle = (how: () => void): void => {
      if (outcome || flight.ended) return;
      outcome = () => {
        try {
          how();
        } catch (error) {
          fail(flight, error);
        }
      };
      if (!starting) turns.step(outcome);
    };
    turns.outside(() => {
      subscription.add(
        parts
          .load(key, context, () => !flight.ended)
          .subscribe({
            next: (value) => settle(() => succeed(flight, value)),
            error: (error: unknown) => settle(() => fail(flight, error)),
            complete: () => settle(() => fail(flight, new EmptyLoadError(key))),
          }),
      );
    });
    starting = false;
    if (!flight.ended) (outcome as (() => void) | undefined)?.();
  };
  /** When the last demand or warm has left, cursors keep a flight if their tables name it and a slot is free; else it is stopped. */
  const release = (flight: Flight<K, V>): void => {
    if (flight.ended || flight.demands.size > 0 || flight.warm || flight.speculative) return;
    if (flight.detached || speculative.size >= parts.concurrency || !isNamed(flight)) flights.cancel(flight);
    else {
      speculate(flight, true);
      turns.stir();
    }
  };

  const flights: Flights<K, V> = {
    get: (id) => attached.get(id),
    live,
    speculative,
    create(id, key, warm) {
      const flight = add(createFlight<K, V>(id, key, 'prefetch', now(), warm));
      if (!warm) speculate(flight, true);
      return flight;
    },
    launch,
    attach(demands, id, key) {
      if (parts.closed) return;
      const entry = store.entries.get(id);
      const known = attached.get(id);
      const flight = known ?? (entry ? undefined : add(createFlight<K, V>(id, key, 'demand', now())));
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
      if (flight.speculative) speculate(flight, false);
      flight.used = true;
      if (!known) launch(flight);
    },
    leave(demands) {
      // All first: what is stopped may make another flight fail, which would serve those who are about to leave it.
      for (const demand of demands) demand.flight?.demands.delete(demand);
      const { held } = turns;
      turns.held = true;
      for (const { flight, entry } of demands) {
        if (flight) release(flight);
        if (entry) store.unpin(entry);
      }
      turns.held = held;
    },
    leaveWarm(flight) {
      flight.warm = undefined;
      release(flight);
    },
    dropUnwanted() {
      for (const flight of speculative) if (!isNamed(flight)) flights.cancel(flight);
    },
    detach(id) {
      const flight = attached.get(id);
      if (!flight) return;
      attached.delete(id);
      flight.detached = true;
      if (flight.demands.size === 0) flights.cancel(flight);
      else {
        speculate(flight, false);
        tellWarm(flight, 'failed');
      }
    },
    cancel(flight) {
      if (flight.ended) return;
      end(flight);
      say(flight, 'cancel');
      tellWarm(flight, 'failed');
      reportErrors(() => flight.subscription.unsubscribe());
      flight.abort();
    },
  };
  return flights;
}
