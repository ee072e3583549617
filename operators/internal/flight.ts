import { Subscription } from 'rxjs';
import type { Entry } from '../../src/cache/entry.js';
import type { LoadError } from '../../src/errors.js';
import type { LoadContext } from '../../src/types.js';

/** A request that waits for a flight, or for its turn. */
export interface Demand<K, V> {
  readonly key: K;
  /** When it was asked, in ms of the scheduler. */
  readonly at: number;
  flight: Flight<K, V> | undefined;
  entry: Entry<K, V> | undefined;
  error: LoadError<K> | undefined;
  /** The one behind it in its reader's queue. */
  next: Demand<K, V> | undefined;
  /** Called in a step, when it has an entry or an error. */
  resolve(this: Demand<K, V>): void;
}

/** A warm, as its flights see it. */
export interface WarmHold<K, V> {
  /** A flight of its own ended, or was detached. `skipped`: its item found no room. */
  ended(flight: Flight<K, V>, how: 'done' | 'failed' | 'skipped', entry?: Entry<K, V>): void;
}

/** One load of one key, shared and counted by who wants it. */
export interface Flight<K, V> {
  readonly id: unknown;
  readonly key: K;
  readonly reason: 'demand' | 'prefetch';
  /** Whether `warm` began it. */
  readonly byWarm: boolean;
  readonly startedAt: number;
  readonly context: LoadContext;
  /** The requests that wait for it, in their order. */
  readonly demands: Set<Demand<K, V>>;
  readonly subscription: Subscription;
  /** The warm that holds it, while it does. */
  warm: WarmHold<K, V> | undefined;
  /** Whether it is held by cursors alone, and so takes a slot. */
  speculative: boolean;
  /** Gives the slot of a plan or warm back, once it has been taken. */
  freeSlot: (() => void) | undefined;
  /** Whether a demand ever joined it, or began it. */
  used: boolean;
  launched: boolean;
  /** Whether its key may be loaded anew, while it still serves those who wait for it. */
  detached: boolean;
  ended: boolean;
  abort(): void;
}

/** A flight that is not launched yet. */
export function createFlight<K, V>(
  id: unknown,
  key: K,
  reason: 'demand' | 'prefetch',
  startedAt: number,
  warm?: WarmHold<K, V>,
): Flight<K, V> {
  let controller: AbortController | undefined;
  let aborted = false;
  return {
    id,
    key,
    reason,
    byWarm: warm !== undefined,
    startedAt,
    context: {
      reason,
      get signal() {
        controller ??= new AbortController();
        if (aborted) controller.abort();
        return controller.signal;
      },
    },
    demands: new Set(),
    subscription: new Subscription(),
    warm,
    speculative: false,
    freeSlot: undefined,
    used: reason === 'demand',
    launched: false,
    detached: false,
    ended: false,
    abort() {
      aborted = true;
      controller?.abort();
    },
  };
}
