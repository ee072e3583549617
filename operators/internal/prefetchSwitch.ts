import type { Subscription } from 'rxjs';
import type { Candidates } from '../../src/cache/nextCandidate.js';
import type { ReaderState } from '../../src/cache/readerState.js';
import type { PrefetchCacheOptions } from '../../src/options.js';
import type { Loads } from './loads.js';
import type { Transaction } from './transaction.js';

/** Whether prefetching is on. */
export interface PrefetchSwitch {
  isOn: boolean;
}

/** The parts of the cache that the switch uses. */
export interface PrefetchSwitchOptions<K, V> {
  readonly prefetching: PrefetchSwitch;
  readonly states: Iterable<ReaderState<K>>;
  readonly candidates: Candidates<K>;
  readonly loads: Loads<K, V>;
  readonly transaction: Transaction;
}

/**
 * Turns prefetching on and off.
 *
 * Off: prefetches are aborted, and none starts. On again: all plans resume at once, also with the
 * aborted keys; O(plans). The error or the end of `enabled$` keeps its last value.
 */
export function followSwitch<K, V>(
  enabled$: NonNullable<PrefetchCacheOptions<K, V>['enabled$']>,
  { prefetching, states, candidates, loads, transaction }: PrefetchSwitchOptions<K, V>,
): Subscription {
  /** The keys whose loads were aborted since prefetching was turned off. */
  const aborted = new Set<unknown>();
  const turn = (isOn: boolean): void => {
    if (prefetching.isOn && !isOn) for (const { id } of loads.prefetches) aborted.add(id);
    if (!prefetching.isOn && isOn) {
      for (const state of states)
        candidates.reopen(state, (row) => aborted.has(state.prediction.ids[row]));
      aborted.clear();
    }
    prefetching.isOn = isOn;
    loads.abortUnwanted();
  };
  return enabled$.subscribe({
    next: (isOn) => transaction.run(() => turn(isOn)),
    error: () => undefined,
  });
}
