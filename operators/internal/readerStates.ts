import type { Likelihoods } from '../../src/cache/likelihoods.js';
import type { Candidates } from '../../src/cache/nextCandidate.js';
import {
  createReaderState,
  NO_PLAN,
  type ReaderOptions,
  type ReaderState,
} from '../../src/cache/readerState.js';
import type { TurnOrder } from '../../src/cache/turnOrder.js';
import type { UntimedEvent } from '../../src/events.js';
import type { Timer } from './timerOf.js';
import type { Transaction } from './transaction.js';

/** The states of all readers of a cache, from their creation to their end. */
export interface ReaderStates<K> {
  readonly all: ReadonlySet<ReaderState<K>>;
  readonly add: () => ReaderState<K>;
  /** Ends a reader: removes its prediction and its plan. */
  readonly end: (state: ReaderState<K>) => void;
  /** Starts the wait of a reader for `dwellTime`. No key of its plan starts before that. */
  readonly dwell: (state: ReaderState<K>) => void;
}

/** The parts of the cache that the states of readers use. */
export interface ReaderStateOptions<K> extends ReaderOptions<K> {
  readonly likelihoods: Likelihoods<K>;
  readonly candidates: Candidates<K>;
  readonly turnOrder: TurnOrder<K>;
  readonly transaction: Transaction;
  readonly emit: (event: UntimedEvent<K>) => void;
  /** How long a reader must stay at a key, in ms. */
  readonly dwellTime: number;
  readonly timer: Timer;
  /** Called when a reader has ended, before its unwanted prefetches are aborted. */
  readonly ended: (reader: number) => void;
  readonly abortUnwanted: () => void;
}

/** The states of the readers of a cache, from their creation to their end. */
export function createReaderStates<K>(options: ReaderStateOptions<K>): ReaderStates<K> {
  const {
    likelihoods,
    candidates,
    turnOrder,
    transaction,
    emit,
    dwellTime,
    timer,
    ended,
    abortUnwanted,
  } = options;
  const all = new Set<ReaderState<K>>();
  let lastId = 0;

  const setStay = (state: ReaderState<K>, stay: ReaderState<K>['stay']): void => {
    state.stay = stay;
    candidates.changed(state);
  };
  return {
    all,
    add() {
      const state = createReaderState<K>(++lastId, options);
      all.add(state);
      turnOrder.add(state);
      return state;
    },
    end(state) {
      if (!all.delete(state)) return;
      state.stay?.unsubscribe();
      if (state.position > 0) emit({ type: 'plan', reader: state.id, keys: [], ended: true });
      // A move that is still running sees another position, and installs nothing.
      state.position = 0;
      state.plan = state.open = NO_PLAN;
      candidates.planned(state);
      turnOrder.remove(state);
      likelihoods.remove(state);
      ended(state.id);
      abortUnwanted();
    },
    dwell(state) {
      state.stay?.unsubscribe();
      // An abort for its new plan may have ended the reader.
      if (dwellTime === 0 || !all.has(state)) return;
      const stayed = (): void => transaction.run(() => setStay(state, undefined));
      setStay(state, timer.schedule(stayed, dwellTime));
    },
  };
}
