import type { Timer } from '../../operators/internal/timerOf.js';
import type { Generation } from './generation.js';
import { settle } from './settle.js';
import type { StoreCalls } from './storeCalls.js';
import type { BareStoreEvent } from './storeEvents.js';
import type { StoreGate } from './storeGate.js';

/** One read of one key. */
export interface Read<K> {
  readonly key: K;
  /** The key in the store. */
  readonly storedKey: string;
  /** Called at most once with what the store has, also after `detour`. */
  answered(stored: unknown): void;
  /** Called when the store cannot be asked, has failed, or is late; perhaps more than once. */
  detour(): void;
}

/** Reads of a store. */
export interface StoreReader<K> {
  /** Reads now. */
  now(read: Read<K>): void;
  /**
   * Reads with all others of the same microtask, in one call where the store can.
   * @returns a function that takes the read back, if it is not sent yet
   */
  together(read: Read<K>): () => void;
}

/** What a reader needs. */
export interface StoreReaderOptions<K> {
  readonly calls: StoreCalls;
  readonly gate: StoreGate;
  readonly generation: Generation;
  /** The key of the generation in the store. */
  readonly generationKey: string;
  /** Milliseconds after which reads make a detour. */
  readonly hard: number;
  readonly timer: Timer;
  readonly emit: (event: BareStoreEvent<K>) => void;
}

/** Keys of one `getMany`. */
const MAX_KEYS = 1000;

/** Reads of a store, none of which waits longer than `hard`. */
export function createStoreReader<K>(options: StoreReaderOptions<K>): StoreReader<K> {
  const { calls, gate, generation, generationKey, hard, timer, emit } = options;
  let waiting = new Set<Read<K>>();

  const ask = (reads: readonly Read<K>[]): void => {
    const detour = (): void => reads.forEach((read) => read.detour());
    const pass = gate.enter();
    if (!pass) return detour();
    const keys = (): K[] => reads.map(({ key }) => key);
    const storedKeys = reads.map(({ storedKey }) => storedKey);
    const isMarked = generation.isDue();
    if (isMarked) storedKeys.unshift(generationKey);
    const errors = calls.errors();
    let outcome: 'none' | 'late' | 'known' = 'none';
    const timeout = timer.schedule(() => {
      outcome = 'late';
      pass.failed();
      emit({ type: 'store-timeout', during: 'read', keys: keys() });
      detour();
    }, hard);
    const end = (isOk: boolean): void => {
      timeout.unsubscribe();
      if (outcome !== 'none') return;
      outcome = 'known';
      if (isOk) pass.succeeded();
      else pass.failed();
    };
    settle(
      () => calls.getAll(storedKeys),
      (all) => {
        const stored = isMarked ? all.slice(1) : all;
        // Keyv emits an error, and answers as if nothing was stored.
        const isUp = calls.errors() === errors || stored.some((each) => each !== undefined && each !== null); // prettier-ignore
        end(isUp);
        if (isMarked && isUp) generation.read(all[0]);
        reads.forEach((read, i) => read.answered(stored[i]));
      },
      (error) => {
        end(false);
        emit({ type: 'store-error', during: 'read', error, keys: keys() });
        detour();
      },
    );
    // Nothing waits for a store that was down until now.
    if (pass.isProbe) detour();
  };
  const flush = (): void => {
    const reads = [...waiting];
    waiting = new Set();
    if (!calls.hasGetMany()) for (const read of reads) ask([read]);
    else for (let i = 0; i < reads.length; i += MAX_KEYS) ask(reads.slice(i, i + MAX_KEYS));
  };
  return {
    now: (read) => ask([read]),
    together(read) {
      if (waiting.size === 0) queueMicrotask(flush);
      waiting.add(read);
      return () => void waiting.delete(read);
    },
  };
}
