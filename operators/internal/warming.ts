import type { Subscriber } from 'rxjs';
import type { WarmProgress } from '../../src/types.js';
import type { Parts, Warming } from './parts.js';

/** Loads keys in order, in slots of its own, until it is unsubscribed. */
export function startWarming<K, V>(parts: Parts<K, V>, keys: readonly K[], subscriber: Subscriber<WarmProgress>): void {
  const { turns, store, cursors, flights, warmings, identify, isAdmitted, find, concurrency } = parts;
  const total = keys.length;
  const counts = { done: 0, failed: 0, skipped: 0 };
  /** How many keys were looked at. */
  let place = 0;
  /** How many of its flights are in the air. */
  let taken = 0;
  /** How many keys were settled when progress was told last. */
  let told = -1;

  /** What becomes of a key: why it is not loaded, or undefined if it is to be. */
  const judge = (key: K, id: unknown): 'failed' | 'skipped' | undefined => {
    const entry = find(id);
    if (entry && !(entry.warm && warmings.has(entry.warm as Warming))) store.mark(entry, warming);
    const isThere = (): boolean => (find(id) ?? flights.get(id)) !== undefined;
    try {
      // The provider is asked, and may load it.
      return isThere() || !isAdmitted(key) || isThere() ? 'skipped' : undefined;
    } catch {
      return 'failed';
    }
  };
  const fill = (): void => {
    while (warmings.has(warming) && place < total && taken < concurrency) {
      const key = keys[place] as K;
      const id = identify(key);
      if (!warmings.has(warming)) return;
      const how = judge(key, id);
      // Parts of users were asked, and may have ended it.
      if (!warmings.has(warming)) return;
      // Only what is likelier could make room, for this one or for another: no more are loaded.
      if (!how && cursors.likelihoodOf(id) < store.admission(true)) {
        skipRest();
        return;
      }
      place++;
      if (how) counts[how]++;
      else {
        taken++;
        flights.create(id, key, warming);
      }
    }
  };
  const skipRest = (): void => {
    counts.skipped += total - place;
    place = total;
  };
  const tell = (): void => {
    const settled = counts.done + counts.failed + counts.skipped;
    if (!warmings.has(warming) || settled === told) return;
    told = settled;
    subscriber.next({ ...counts, total });
    if (settled === total) subscriber.complete();
  };

  const warming: Warming = {
    guarded: 0,
    wake() {
      try {
        fill();
      } catch (error) {
        subscriber.error(error);
      }
      turns.later(tell);
    },
    ended(how) {
      taken--;
      counts[how]++;
      turns.stir();
    },
    close() {
      warmings.delete(warming);
      turns.later(() => subscriber.complete());
    },
  };
  if (concurrency === 0) skipRest();
  warmings.add(warming);
  subscriber.add(() => {
    if (!warmings.delete(warming)) return;
    turns.step(() => {
      for (const flight of flights.live) if (flight.warm === warming) flights.leaveWarm(flight);
    });
  });
  turns.step(turns.stir);
}
