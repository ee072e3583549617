import { Subscription } from 'rxjs';
import type { Flight, WarmHold } from './parts.js';

/** A flight that is not launched yet. */
export function createFlight<K, V>(
  id: unknown,
  key: K,
  reason: 'demand' | 'prefetch',
  startedAt: number,
  warm: WarmHold<K, V> | undefined,
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
    used: reason === 'demand',
    ended: false,
    abort() {
      aborted = true;
      controller?.abort();
    },
  };
}
