import { createReaderState, type ReaderState } from '../../src/cache/readerState.js';

/** Pairs of a prediction, in their order. */
export type Pairs<K> = readonly (readonly [K, number])[];

/** A reader without requests. */
export function reader<K = number>(id = 1, keyOf?: (key: K) => unknown): ReaderState<K> {
  return createReaderState<K>(id, { historySize: 3, keyOf });
}

/** Gives a reader a prediction, as a move does. */
export function name<K>(state: ReaderState<K>, pairs: Pairs<K>): void {
  state.prediction.start();
  state.prediction.add(() => pairs, undefined as K, []);
  state.prediction.finish();
}

/** Sets the current key of a reader, as a move does. */
export function moveTo<K>(state: ReaderState<K>, key: K): void {
  Object.assign(state, { position: state.position + 1, current: key, currentId: key });
}
