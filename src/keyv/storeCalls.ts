import { expected } from '../options.js';
import type { KeyvEntry, KeyvLike } from './keyvLike.js';
import { isPromise } from '../structures/isPromise.js';
import type { MaybePromise } from './settle.js';

/** The calls of a store for several keys at once. Each may throw, reject, or never answer. */
export interface StoreCalls {
  /** Whether several keys cost one call. */
  readonly hasGetMany: () => boolean;
  /** What is stored for each key, in order. */
  getAll(keys: readonly string[]): MaybePromise<readonly unknown[]>;
  /** Stores texts; the result has an error for each that failed, in order. */
  setAll(entries: readonly KeyvEntry[]): Promise<readonly unknown[]>;
  /** The same, for removing. */
  deleteAll(keys: readonly string[]): Promise<readonly unknown[]>;
  /** How many errors the store has emitted by itself. */
  readonly errors: () => number;
  close(): void;
}

/** The part of an event emitter that Keyv and its adapters have. */
interface Emitter {
  on?(event: 'error', listener: (error: unknown) => void): unknown;
  off?(event: 'error', listener: (error: unknown) => void): unknown;
}

/** The settings of Keyv that change its keys. */
interface KeyvSettings {
  readonly namespace?: unknown;
  readonly useKeyPrefix?: unknown;
}

/**
 * Calls a store, with `getMany`, `setMany` and `deleteMany` where it has them.
 *
 * Keyv 5 gives `getMany` and `deleteMany` other keys than `get` and `set` if the keys begin with its
 * own namespace: then they are not used. Keyv emits `error`, and answers as if nothing was stored:
 * so these errors are counted.
 */
export function createStoreCalls(
  store: KeyvLike,
  namespace: string,
  onError: (error: unknown) => void,
): StoreCalls {
  let errors = 0;
  const listener = (error: unknown): void => {
    errors++;
    onError(error);
  };
  const emitter = store as Emitter;
  // Without a listener an emitter may throw in the middle of a call.
  if (typeof emitter.on === 'function') emitter.on('error', listener);

  const hasSameKeys = (): boolean => {
    const { namespace: own, useKeyPrefix } = store as KeyvSettings;
    return (
      typeof own !== 'string' || useKeyPrefix === false || !`${namespace}:`.startsWith(`${own}:`)
    );
  };
  const each = async <T>(items: readonly T[], call: (item: T) => unknown): Promise<unknown[]> =>
    Promise.all(
      items.map(async (item) => {
        try {
          return refused(await call(item));
        } catch (error) {
          return errorOf(error);
        }
      }),
    );
  const hasGetMany = (): boolean => typeof store.getMany === 'function' && hasSameKeys();
  return {
    hasGetMany,
    getAll(keys) {
      if (keys.length > 1 && hasGetMany()) return inOrder(store.getMany?.([...keys]), keys.length);
      return getEach(store, keys);
    },
    async setAll(entries) {
      if (entries.length < 2 || typeof store.setMany !== 'function')
        return each(entries, ({ key, value, ttl }) =>
          ttl === undefined ? store.set(key, value) : store.set(key, value, ttl),
        );
      const results = await store.setMany([...entries]);
      return entries.map((_, i) => refused(Array.isArray(results) ? results[i] : results));
    },
    async deleteAll(keys) {
      // False may mean that there was none.
      if (keys.length < 2 || typeof store.deleteMany !== 'function' || !hasSameKeys())
        return each(keys, async (key) => {
          await store.delete(key);
        });
      await store.deleteMany([...keys]);
      return keys.map(() => undefined);
    },
    errors: () => errors,
    close() {
      if (typeof emitter.off === 'function') emitter.off('error', listener);
    },
  };
}

/** One call for each key; with a store without promises, the answers are there at once. */
function getEach(store: KeyvLike, keys: readonly string[]): MaybePromise<readonly unknown[]> {
  const stored: unknown[] = [];
  try {
    for (const key of keys) stored.push(store.get(key));
  } catch (error) {
    // Those before may reject, too, and nobody else would hear it.
    Promise.all(stored).catch(() => undefined);
    throw error;
  }
  return stored.some(isPromise) ? Promise.all(stored) : stored;
}

/** Checks the answer of `getMany`. */
function inOrder(answer: unknown, length: number): MaybePromise<readonly unknown[]> {
  if (isPromise(answer)) return Promise.resolve(answer).then((late) => inOrder(late, length));
  if (Array.isArray(answer) && answer.length === length) return answer as unknown[];
  throw expected('getMany(keys)', `an array of ${length}`, answer);
}

/** The result of a write that the store has refused: it works, but does not want this one. */
export const REFUSED = new Error('The store has refused: its answer was `false`');

function refused(answer: unknown): unknown {
  return answer === false ? REFUSED : undefined;
}

/** An error that is not undefined. */
function errorOf(error: unknown): unknown {
  return error ?? new Error(`The store threw ${String(error)}`);
}
