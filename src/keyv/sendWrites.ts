import type { Timer } from '../../operators/internal/timerOf.js';
import type { KeyvEntry } from './keyvLike.js';
import { REFUSED, type StoreCalls } from './storeCalls.js';
import type { BareStoreEvent } from './storeEvents.js';
import { within } from './within.js';
import { keysOf, type QueuedWrite } from './write.js';

/** How the writes of a batch ended. */
export interface Sent<K, V> {
  readonly stored: readonly QueuedWrite<K, V>[];
  /** Those that may be tried again. */
  readonly failed: readonly QueuedWrite<K, V>[];
  /** Those that never can be stored. */
  readonly dropped: readonly QueuedWrite<K, V>[];
  /** Whether the store works. */
  readonly isUp: boolean;
}

/** What sending needs. */
export interface SendOptions<K> {
  readonly calls: StoreCalls;
  /** Milliseconds after which a call of the store has failed. */
  readonly hard: number;
  readonly timer: Timer;
  readonly now: () => number;
  readonly emit: (event: BareStoreEvent<K>) => void;
}

/** The result of a write that was not answered in time. */
const LATE = new Error('The store did not answer in time');

/** Sends a batch of writes, in one call where the store can. The promise never rejects. */
export function createSender<K, V>(
  options: SendOptions<K>,
): (writes: readonly QueuedWrite<K, V>[]) => Promise<Sent<K, V>> {
  const { calls, hard, timer, now, emit } = options;

  /** The results of a call: an error for each write that failed. */
  const attempt = async (
    during: 'write' | 'delete',
    writes: readonly QueuedWrite<K, V>[],
    call: () => Promise<readonly unknown[]>,
  ): Promise<readonly unknown[]> => {
    if (writes.length === 0) return [];
    const keys = keysOf(writes);
    try {
      const results = await within(call(), hard, timer, LATE);
      const error = results.find((result) => result !== undefined);
      if (error !== undefined) emit({ type: 'store-error', during, error, keys });
      return results;
    } catch (error) {
      if (error === LATE) emit({ type: 'store-timeout', during: 'write', keys });
      else emit({ type: 'store-error', during, error, keys });
      return writes.map(() => error ?? LATE);
    }
  };
  const entryOf = async (write: QueuedWrite<K, V>): Promise<KeyvEntry | undefined> => {
    const { storedKey, content, key } = write;
    try {
      const value = (await content?.text()) ?? '';
      const ttl = content?.ttl();
      if (ttl !== undefined && ttl <= 0) return undefined;
      if (write.mayWrite?.() !== false)
        return { key: storedKey, value, ...(ttl !== undefined && { ttl }) };
      if (key !== undefined) emit({ type: 'store-dropped', key, reason: 'fenced' });
    } catch (error) {
      emit({ type: 'store-error', during: 'stringify', error, keys: keysOf([write]) });
    }
    return undefined;
  };
  const written = ({ key, content }: QueuedWrite<K, V>, { length: characters }: string): void => {
    if (key === undefined || !content) return;
    const duration = Math.max(now() - content.at, 0);
    emit({ type: 'store-written', key, characters, duration });
  };
  return async (writes) => {
    const errors = calls.errors();
    const sets = writes.filter(({ content }) => content !== undefined);
    const removals = writes.filter(({ content }) => content === undefined);
    const entries = await Promise.all(sets.map(entryOf));
    const dropped = sets.filter((_, i) => !entries[i]);
    const ready = sets.filter((_, i) => entries[i]);
    const toSet = entries.filter((entry) => entry !== undefined);
    const [ofSets, ofRemovals] = await Promise.all([
      attempt('write', ready, () => calls.setAll(toSet)),
      attempt('delete', removals, () =>
        calls.deleteAll(removals.map(({ storedKey }) => storedKey)),
      ),
    ]);
    const results = [...ofSets, ...ofRemovals];
    const all = [...ready, ...removals];
    // Keyv emits an error, and answers as if all were well.
    const isSilent = calls.errors() !== errors;
    const hasFailed = (i: number): boolean => isSilent || results[i] !== undefined;
    const stored = all.filter((_, i) => !hasFailed(i));
    const failed = all.filter((_, i) => hasFailed(i));
    for (const [i, write] of ready.entries())
      if (!hasFailed(i)) written(write, toSet[i]?.value ?? '');
    const isUp =
      failed.length < Math.max(all.length, 1) || (!isSilent && results.includes(REFUSED));
    return { stored, failed, dropped, isUp };
  };
}
