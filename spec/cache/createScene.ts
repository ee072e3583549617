import { createEntry, type Entry, type WarmGuard } from '../../src/cache/entry.js';
import { createKeyMap } from '../../src/structures/keyMap.js';
import { createLikelihoods } from '../../src/cache/likelihoods.js';
import { createStore } from '../../src/cache/store.js';
import { createVictims } from '../../src/cache/victims.js';
import type { EvictionPolicy } from '../../src/types.js';
import { moveTo, name, reader } from './readers.js';

interface Limits {
  readonly maxKeys?: number;
  readonly maxBytes?: number;
  readonly policy?: EvictionPolicy<string>;
  readonly shield?: number;
  readonly staleWhileRevalidate?: number;
  readonly staleIfError?: number;
}

/** A store with its victims, a log of its evictions, and one reader. */
export function createScene({
  maxKeys = Infinity,
  maxBytes = Infinity,
  policy,
  shield = 0,
  staleWhileRevalidate = 0,
  staleIfError = 0,
}: Limits = {}) {
  const log: string[] = [];
  const unblocked: unknown[] = [];
  const clock = { now: 0 };
  const entries = createKeyMap<Entry<string, string>>();
  const now = (): number => clock.now;
  const likelihoods = createLikelihoods<string>((id, likelihood) => victims.fell(id, likelihood));
  const victims = createVictims<string, string>({
    entries,
    likelihoods,
    policy,
    grace: Math.max(staleWhileRevalidate, staleIfError),
    shield,
    identify: (key) => key,
    now,
  });
  const store = createStore<string, string>({
    maxKeys,
    maxBytes,
    entries,
    victims,
    staleWhileRevalidate,
    staleIfError,
    policy,
    now,
    emit(event) {
      if (event.type === 'evict') log.push(`${event.key} ${event.reason}`);
    },
    unblocked: (id) => unblocked.push(id),
    kept: () => undefined,
  });
  const state = reader<string>();
  const scene = {
    store,
    victims,
    log,
    unblocked,
    clock,
    /** Begins a warm. */
    warm: (): WarmGuard => ({ entries: new Set() }),
    /** Ends a warm. */
    stop: (warm: WarmGuard) => {
      for (const entry of warm.entries) store.guard(entry as Entry<string, string>, undefined);
    },
    /** Sets the prediction of the reader. */
    name: (likelihoodsOf: Readonly<Record<string, number>>) => {
      name(state, Object.entries(likelihoodsOf));
      likelihoods.changed(state);
    },
    /** Moves the reader. */
    at: (key: string) => {
      moveTo(state, key);
      likelihoods.changed(state);
    },
    /** Ends the reader. */
    end: () => likelihoods.remove(state),
    entry: (key: string, bytes = 1, expires?: number): Entry<string, string> =>
      Object.assign(createEntry(key, key, `item ${key}`), { bytes, expires }),
    keep: (key: string, limit = Infinity, bytes = 1): boolean =>
      store.keep(scene.entry(key, bytes), limit, 'demand'),
    /** The resident of a key. */
    resident: (key: string): Entry<string, string> => {
      const entry = entries.get(key);
      if (!entry) throw new Error(`${key} is not resident`);
      return entry;
    },
    /** Keys of the items, in the order of arrival. */
    keys: () => store.all().map(({ key }) => key).join(''), // prettier-ignore
  };
  return scene;
}
