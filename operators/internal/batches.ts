import type { Subscription } from 'rxjs';
import { reportErrors } from './reportErrors.js';
import type { Timer } from './timerOf.js';
import type { Transaction } from './transaction.js';

/** Prefetches that wait for their batch to be sent. Each method is O(1) a load. */
export interface Batches<L> {
  add(load: L): void;
  /** @returns whether the load was waiting */
  remove(load: L): boolean;
  /** Called after each refill: sends the full batches, and without a window all others. */
  readonly refilled: () => void;
}

/** What the batches of a cache need. */
export interface BatchesOptions<L> {
  /** How many loads a batch has at most. */
  readonly size: number;
  /** For how many ms a load waits at most. */
  readonly window: number;
  readonly timer: Timer;
  readonly transaction: Pick<Transaction, 'run'>;
  /** Calls the provider for the loads of a batch. */
  readonly send: (loads: readonly L[]) => void;
}

/** Collects prefetches, and sends them in batches. */
export function createBatches<L>(options: BatchesOptions<L>): Batches<L> {
  const { size, window, timer, transaction, send } = options;
  /** In the order in which they began. User code that `send` calls may remove loads. */
  const waiting = new Set<L>();
  let due: Subscription | undefined;
  const sendFrom = (least: number): void => {
    while (waiting.size >= least) {
      const batch: L[] = [];
      for (const load of waiting) {
        if (batch.length === size) break;
        batch.push(load);
        waiting.delete(load);
      }
      send(batch);
    }
    stopTimer();
  };
  const sendAll = (): void => transaction.run(() => sendFrom(1));
  const stopTimer = (): void => {
    if (waiting.size > 0) return;
    due?.unsubscribe();
    due = undefined;
  };
  return {
    add: (load) => void waiting.add(load),
    remove(load) {
      const wasWaiting = waiting.delete(load);
      if (wasWaiting) stopTimer();
      return wasWaiting;
    },
    refilled() {
      sendFrom(window > 0 ? size : 1);
      if (waiting.size === 0 || due) return;
      due = reportErrors(() => timer.schedule(sendAll, window));
      // Without a timer nothing would send them.
      if (!due) sendFrom(1);
      // The scheduler may have called `sendAll` before it returned.
      stopTimer();
    },
  };
}
