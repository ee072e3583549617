import type { Subscriber } from 'rxjs';
import type { Entry } from '../../src/cache/entry.js';
import type { WarmProgress } from '../../src/types.js';
import type { Flight, Parts, Warming } from './parts.js';

/** Loads keys in order, in slots of its own. Not begun before it is first woken. */
export function createWarming<K, V>(parts: Parts<K, V>, keys: readonly K[], subscriber: Subscriber<WarmProgress>): Warming<K, V> {
  const { turns, store, cursors, flights, identify, isAdmitted, find, now, concurrency } = parts;
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
  /** What becomes of a key: `load` it, or why not. */
  const judge = (key: K, id: unknown): 'load' | 'failed' | 'skipped' => {
    const entry = find(id);
    if (entry && !entry.warm) {
      marked.add(entry);
      store.mark(entry, warming);
    }
    try {
      return entry || flights.get(id) || !isAdmitted(key) ? 'skipped' : 'load';
    } catch {
      return 'failed';
    }
  };
  const next = (): Flight<K, V> | undefined => {
    while (place < keys.length) {
      const key = keys[place] as K;
      const id = identify(key);
      const how = judge(key, id);
      if (how === 'load' && cursors.likelihoodOf(id) < store.admission(true, now()) && !store.entries.get(id)) {
        skipRest();
        return undefined;
      }
      place++;
      if (how === 'load') {
        const flight = flights.create(id, key, warming);
        mine.add(flight);
        return flight;
      }
      counts[how]++;
    }
    return undefined;
  };
  const tell = (): void => {
    if (!open || settled() === told) return;
    told = settled();
    subscriber.next({ ...counts, total: keys.length });
    if (told === keys.length) subscriber.complete();
  };

  const warming: Warming<K, V> = {
    wake() {
      try {
        for (let flight; open && mine.size < concurrency && (flight = next());) flights.launch(flight);
      } catch (error) {
        subscriber.error(error);
      }
      if (settled() !== told) turns.later(tell);
    },
    ended(flight, how, entry) {
      mine.delete(flight);
      counts[how]++;
      if (how === 'done' && entry) marked.add(entry);
      turns.stir();
    },
    stop() {
      if (!open) return;
      open = false;
      turns.step(() => {
        for (const flight of mine) flights.leaveWarm(flight);
        for (const entry of marked) store.mark(entry, undefined);
      });
    },
    close() {
      open = false;
      turns.later(() => subscriber.complete());
    },
  };
  if (concurrency === 0) skipRest();
  return warming;
}
