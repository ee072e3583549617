import { from, Observable, throwIfEmpty, type OperatorFunction, type Subscriber } from 'rxjs';
import type { ReaderState } from '../../src/cache/readerState.js';
import { ClosedError } from '../../src/errors.js';
import {
  createReader,
  toSubscriber,
  type Reader,
  type ReaderContext,
  type ReaderMode,
} from './reader.js';

/** The subscriptions of a cache: each is a reader, and all `get`s together are one. */
export interface Readers<K, V> {
  /** Each subscription is a reader of its own. */
  read<R>(mode: Pick<ReaderMode, 'order' | 'settled'>): OperatorFunction<K, R>;
  readonly get: (key: K) => Observable<V>;
  /** An observable that errs after the cache closed. */
  whileOpen<T>(subscribe: (subscriber: Subscriber<T>) => void): Observable<T>;
  /** The cache closes: all readers leave, and then complete. */
  close(): void;
}

/** @param addState - adds the state of another reader */
export function createReaders<K, V>(
  context: ReaderContext<K, V>,
  addState: () => ReaderState<K>,
): Readers<K, V> {
  const open = new Set<Reader<K>>();
  const whileOpen = <T>(subscribe: (subscriber: Subscriber<T>) => void): Observable<T> =>
    new Observable((subscriber) => {
      if (context.isClosed()) subscriber.error(new ClosedError());
      else subscribe(subscriber);
    });
  const read =
    <R>(mode: ReaderMode, stateOf: () => ReaderState<K>): OperatorFunction<K, R> =>
    (key$) =>
      whileOpen((subscriber) => {
        const reader = createReader(context, mode, stateOf(), subscriber);
        open.add(reader);
        subscriber.add(() => open.delete(reader));
        const keys = toSubscriber(reader);
        // First, so that it also stops a source that emits all in one call.
        subscriber.add(keys);
        key$.subscribe(keys);
      });
  let getState: ReaderState<K> | undefined;
  const getEach = read<V>(
    { order: 'merge', settled: false, isGet: true },
    () => (getState ??= addState()),
  );
  return {
    read: (mode) => read({ ...mode, isGet: false }, addState),
    get: (key) =>
      // Not `of`, which takes a key that has a method `schedule` for a scheduler.
      from([key]).pipe(
        getEach,
        throwIfEmpty(() => new ClosedError()),
      ),
    whileOpen,
    close() {
      for (const reader of open) reader.close();
    },
  };
}
