import { asyncScheduler } from 'rxjs';
import { createBackoff } from '../../src/cache/backoff.js';
import type { Cursor } from '../../src/cache/cursor.js';
import { createCursors } from '../../src/cache/cursors.js';
import { createMoveCursor } from '../../src/cache/moveCursor.js';
import { createEntry } from '../../src/cache/entry.js';
import { createStore } from '../../src/cache/store.js';
import { oldest } from '../../src/eviction/oldest.js';
import { checkNumber, resolveOptions, type PrefetchCacheOptions } from '../../src/options.js';
import type { AccessPredictor, DataProvider, Predictor, Provider } from '../../src/types.js';
import { createFlights } from './flights.js';
import type { Parts } from './parts.js';
import { safePolicy } from './safePolicy.js';
import { createSpeculation } from './speculation.js';
import { createTurns } from './turns.js';

/** How many failed keys are remembered where no number of keys limits the cache. */
const MAX_RESTING = 1000;

/** Predictors that learn, policies and controls of caches that are not closed. */
const inUse = new WeakSet<object>();

/** Takes instances that serve one cache each. @throws Error for one that serves another cache */
function claim(instances: Readonly<Record<string, object | undefined>>): () => void {
  const claimed = Object.entries(instances).filter((entry): entry is [string, object] => entry[1] !== undefined);
  for (const [name, instance] of claimed)
    if (inUse.has(instance))
      throw new Error(`\`${name}\` serves another cache that is not closed: each cache needs an instance of its own`);
  for (const [, instance] of claimed) inUse.add(instance);
  return () => {
    for (const [, instance] of claimed) inUse.delete(instance);
  };
}

/** Wires the parts of one cache. */
export function createCore<K, V>(provider: Provider<K, V>, predictor: Predictor<K>, given: PrefetchCacheOptions<K, V>): Parts<K, V> {
  const options = resolveOptions(given);
  const { keyOf, maxKeys, sizeOf, concurrency, scheduler = asyncScheduler } = options;
  // A function has nothing of these names.
  const teller = predictor as Partial<AccessPredictor<K>>;
  const knower = provider as Partial<DataProvider<K, V>>;
  const control = options.control ?? teller.control;
  const release = claim({ predictor: teller.observe && predictor, eviction: options.eviction, control: options.control });
  const now = (): number => scheduler.now();
  const turns = createTurns<K, V>(now, control, () => {
    speculate();
    for (const warming of parts.warmings) warming.wake();
  });
  const cursors = createCursors<K>(options);
  const backoff = createBackoff(options.retryAfter, maxKeys === Infinity ? MAX_RESTING : maxKeys, now);

  const parts = {
    ...options,
    control,
    turns,
    say: turns.say,
    cursors,
    backoff,
    now,
    readers: new Set(),
    warmings: new Set(),
    enabled: true,
    closed: false,
    predictor: options.control?.measure(predictor) ?? predictor,
    explain: teller.explain?.bind(predictor),
    policy: safePolicy(options.eviction ?? control?.eviction() ?? oldest<K>()),
    provider,
    identify: keyOf ?? ((key) => key),
    isAdmitted: (key) => knower.has?.(key) ?? true,
    isWanted: (key, id) => !backoff.isResting(id) && parts.isAdmitted(key),
    isResident: (key) => parts.find(parts.identify(key)) !== undefined,
    createEntry: (id, key, value) =>
      createEntry(
        id,
        key,
        value,
        sizeOf ? checkNumber('sizeOf(value)', sizeOf(value, key), 0, false, Number.MAX_VALUE) : 0,
        now() + options.ttl,
      ),
    moved: control && (() => control.moved(now(), flights.speculative.size, concurrency, maxKeys)),
    dwell: control?.dwell
      ? (cursor) => {
          cursor.stay?.unsubscribe();
          cursor.stay = scheduler.schedule(() => {
            turns.step(() => {
              cursor.stay = undefined;
            });
          }, control.dwell);
        }
      : undefined,
    endCursor(cursor: Cursor<K>) {
      cursors.list.delete(cursor);
      cursor.stay?.unsubscribe();
      if (cursor.position > 0) turns.say({ type: 'plan', cursor: cursor.id, keys: [], ended: true });
      // What a move that is under way brings is not installed.
      cursor.position = 0;
      flights.dropUnwanted();
    },
    close() {
      if (parts.closed) return;
      parts.closed = true;
      switching?.unsubscribe();
      turns.step(() => {
        for (const reader of parts.readers) reader.close();
        for (const cursor of cursors.list) parts.endCursor(cursor);
        for (const warming of parts.warmings) warming.close();
        for (const flight of flights.live) flights.cancel(flight);
        store.close();
        turns.say({ type: 'close' });
      });
      release();
    },
  } as { -readonly [P in keyof Parts<K, V>]: Parts<K, V>[P] };
  const store = (parts.store = createStore(parts));
  parts.find = (id) => {
    const entry = store.entries.get(id);
    return entry && (entry.expires === Infinity || now() < entry.expires) ? entry : undefined;
  };
  const flights = (parts.flights = createFlights(parts));
  parts.move = createMoveCursor(parts);
  const speculate = createSpeculation(parts);

  const enable = (value: boolean): void =>
    turns.step(() => {
      parts.enabled = value;
      flights.dropUnwanted();
      turns.stir();
    });
  // Its error or end keeps its last word.
  const switching = options.enabled$?.subscribe({ next: enable, error: () => undefined });
  return parts;
}
