import { createReaderState, type ReaderState } from '../../src/cache/readerState.js';

/** What a prediction names, in its order. */
export type Pairs<K> = readonly (readonly [K, number])[];

/** A reader that has requested nothing yet. */
export function reader<K = number>(id = 1, keyOf?: (key: K) => unknown): ReaderState<K> {
  return createReaderState<K>(id, { historySize: 3, keyOf });
}

/** Gives a reader a prediction, as a move does. */
export function name<K>(state: ReaderState<K>, pairs: Pairs<K>): void {
  state.prediction.fill(() => pairs, undefined as K, []);
}

/** Puts a reader at a key, as a move does. */
export function moveTo<K>(state: ReaderState<K>, key: K): void {
  Object.assign(state, { position: state.position + 1, current: key, currentId: key });
}
