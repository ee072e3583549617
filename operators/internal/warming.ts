import { Observable, Subject, type Subscriber } from 'rxjs';
import type { Cursors } from '../../src/cache/cursors.js';
import type { Entry } from '../../src/cache/entry.js';
import type { Store } from '../../src/cache/store.js';
import type { WarmProgress } from '../../src/types.js';
import { speculate } from '../speculate.js';
import type { Flight, WarmHold } from './flight.js';
import type { Flights } from './flights.js';
import type { Deliverer, Turns } from './turns.js';

/** One run of `warm`. */
export interface Warming<K, V> extends WarmHold<K, V>, Deliverer {
  /** Loads what fits its free slots. */
  wake(): void;
  /** Lets go of all that only it wanted. */
  stop(): void;
  /** The cache closes. */
  close(): void;
}

/** What a warm needs of its cache. */
export interface WarmingOptions<K, V> {
  readonly turns: Turns;
  readonly store: Store<K, V>;
  readonly cursors: Cursors<K>;
  readonly flights: Flights<K, V>;
  readonly identify: (key: K) => unknown;
  readonly isAdmitted: (key: K) => boolean;
  readonly now: () => number;
  readonly concurrency: number;
}

/** Loads keys in order, in slots of its own. Not begun before it is first woken. */
export function createWarming<K, V>(
  options: WarmingOptions<K, V>,
  keys: readonly K[],
  subscriber: Subscriber<WarmProgress>,
): Warming<K, V> {
  const { turns, store, cursors, flights, identify, isAdmitted, now, concurrency } = options;
  const wakeUps = new Subject<void>();
  const mine = new Set<Flight<K, V>>();
  const marked = new Set<Entry<K, V>>();
  const counts = { done: 0, failed: 0, skipped: 0 };
  let place = 0;
  let open = true;
  /** How many keys were settled when progress was told last. */
  let told = -1;

  const settled = (): number => counts.done + counts.failed + counts.skipped;
  const skipRest = (): void => {
    counts.skipped += keys.length - place;
    place = keys.length;
  };
  const mark = (entry: Entry<K, V>): void => {
    marked.add(entry);
    store.mark(entry, warming);
  };
  /** Whether a key is to be loaded; counts it if it is not. */
  const isWanted = (key: K, id: unknown): boolean => {
    const entry = store.entries.get(id);
    if (entry && now() < entry.expires) {
      if (!entry.warm) mark(entry);
    } else if (!flights.get(id)) {
      try {
        if (isAdmitted(key)) return true;
      } catch {
        counts.failed++;
        return false;
      }
    }
    counts.skipped++;
    return false;
  };
  const next = (): Flight<K, V> | undefined => {
    for (; place < keys.length; place++) {
      const key = keys[place] as K;
      const id = identify(key);
      if (!isWanted(key, id)) continue;
      if (cursors.likelihoodOf(id) < store.admission(true, now()) && !store.entries.has(id)) {
        skipRest();
        return undefined;
      }
      place++;
      const flight = flights.create(id, key, warming);
      mine.add(flight);
      return flight;
    }
    return undefined;
  };
  const hold = (flight: Flight<K, V>): Observable<never> =>
    new Observable((holder) => {
      flight.freeSlot = () => holder.complete();
      flights.launch(flight);
    });

  const warming: Warming<K, V> = {
    wake() {
      wakeUps.next();
      if (settled() !== told) turns.later(warming);
    },
    ended(flight, how, entry) {
      mine.delete(flight);
      counts[how]++;
      if (how === 'done' && entry) marked.add(entry);
      turns.stir();
    },
    deliver() {
      if (!open || settled() === told) return;
      told = settled();
      subscriber.next({ ...counts, total: keys.length });
      if (told === keys.length) subscriber.complete();
    },
    stop() {
      if (!open) return;
      open = false;
      slots.unsubscribe();
      turns.enter();
      for (const flight of mine) flights.leaveWarm(flight);
      for (const entry of marked) store.mark(entry, undefined);
      turns.leave();
    },
    close() {
      open = false;
      turns.later({ deliver: () => subscriber.complete() });
    },
  };
  const slots = wakeUps.pipe(speculate(next, hold, concurrency)).subscribe({ error: (error: unknown) => subscriber.error(error) });
  if (concurrency === 0) skipRest();
  return warming;
}
