import type { Subscriber } from 'rxjs';
import type { Entry } from '../../src/cache/entry.js';
import type { WarmProgress } from '../../src/types.js';
import type { Flight, Parts, Warming, WarmHold } from './parts.js';

/** Loads keys in order, in slots of its own. Not begun before it is first woken. */
export function createWarming<K, V>(parts: Parts<K, V>, keys: readonly K[], subscriber: Subscriber<WarmProgress>): Warming {
  const { turns, store, cursors, flights, identify, isAdmitted, find, now, concurrency } = parts;
  const mine = new Set<Flight<K, V>>();
  const marked = new Set<Entry<K, V>>();
  const counts = { done: 0, failed: 0, skipped: 0 };
  /** How many keys were looked at. */
  let place = 0;
  let open = true;
  /** How many keys were settled when progress was told last. */
  let told = -1;

  /** What becomes of a key: why it is not loaded, or undefined if it is to be. */
  const judge = (key: K, id: unknown): 'failed' | 'skipped' | undefined => {
    const entry = find(id);
    if (entry && !entry.warm) {
      marked.add(entry);
      store.mark(entry, true);
    }
    try {
      return entry || flights.get(id) || !isAdmitted(key) ? 'skipped' : undefined;
    } catch {
      return 'failed';
    }
  };
  const fill = (): void => {
    while (open && place < keys.length && mine.size < concurrency) {
      const key = keys[place] as K;
      const id = identify(key);
      const how = judge(key, id);
      // Only what is likelier could make room, for this one or for another: no more are loaded.
      if (!how && !store.entries.get(id) && cursors.likelihoodOf(id) < store.admission(true, now())) {
        skipRest();
        return;
      }
      place++;
      if (how) counts[how]++;
      else {
        const flight = flights.create(id, key, ended);
        mine.add(flight);
        flights.launch(flight);
      }
    }
  };
  const skipRest = (): void => {
    counts.skipped += keys.length - place;
    place = keys.length;
  };
  const ended: WarmHold<K, V> = (flight, how, entry) => {
    mine.delete(flight);
    counts[how]++;
    if (entry) marked.add(entry);
    turns.stir();
  };
  const tell = (): void => {
    const settled = counts.done + counts.failed + counts.skipped;
    if (!open || settled === told) return;
    told = settled;
    subscriber.next({ ...counts, total: keys.length });
    if (settled === keys.length) subscriber.complete();
  };

  if (concurrency === 0) skipRest();
  return {
    wake() {
      try {
        fill();
      } catch (error) {
        subscriber.error(error);
      }
      turns.later(tell);
    },
    stop() {
      if (!open) return;
      open = false;
      turns.step(() => {
        for (const flight of mine) flights.leaveWarm(flight);
        for (const entry of marked) store.mark(entry, false);
      });
    },
    close() {
      open = false;
      turns.later(() => subscriber.complete());
    },
  };
}
