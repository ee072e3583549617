import type { Subscription } from 'rxjs';
import type { Gate } from '../../src/cache/gate.js';
import type { PrefetchCacheOptions } from '../../src/options.js';
import type { Loads } from './loads.js';
import type { Transaction } from './transaction.js';

/** The parts of the cache that the switch uses. */
export interface PrefetchSwitchOptions<K, V> {
  readonly gate: Gate;
  readonly loads: Loads<K, V>;
  readonly transaction: Transaction;
}

/**
 * Turns prefetching on and off.
 *
 * Off: prefetches are aborted, and none starts. On again: all plans resume at once, also with the
 * aborted keys. The error or the end of `enabled$` keeps its last value.
 */
export function followSwitch<K, V>(
  enabled$: NonNullable<PrefetchCacheOptions<K, V>['enabled$']>,
  { gate, loads, transaction }: PrefetchSwitchOptions<K, V>,
): Subscription {
  const turn = (isOn: boolean): void => {
    gate.isEnabled = isOn;
    loads.abortUnwanted();
  };
  return enabled$.subscribe({
    next: (isOn) => transaction.run(() => turn(isOn)),
    error: () => undefined,
  });
}
