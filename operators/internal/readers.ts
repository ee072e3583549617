import { from, Observable, throwIfEmpty, type OperatorFunction, type Subscriber } from 'rxjs';
import type { ReaderState } from '../../src/cache/readerState.js';
import { ClosedError } from '../../src/errors.js';
import type { PrefetchCache } from '../../src/types.js';
import {
  createReader,
  toSubscriber,
  type Reader,
  type ReaderContext,
  type ReaderMode,
} from './reader.js';
import { createViewReader } from './view.js';

/** The readers of a cache: each subscription is one, and all `get`s together are one. */
export interface Readers<K, V> {
  /** An operator whose subscriptions are readers of their own. */
  read<R>(mode: Omit<ReaderMode, 'isGet'>): OperatorFunction<K, R>;
  readonly get: (key: K) => Observable<V>;
  readonly view: PrefetchCache<K, V>['view'];
  /** An observable that errors with `ClosedError` once the cache is closed. */
  whileOpen<T>(subscribe: (subscriber: Subscriber<T>) => void): Observable<T>;
  /** Releases the requests of all readers, and then completes them. */
  close(): void;
}

/**
 * Creates the operators and `get` of one cache.
 *
 * @param addState - creates the state of a new reader
 */
export function createReaders<K, V>(
  context: ReaderContext<K, V>,
  addState: () => ReaderState<K>,
): Readers<K, V> {
  const open = new Set<Reader<never>>();
  const whileOpen = <T>(subscribe: (subscriber: Subscriber<T>) => void): Observable<T> =>
    new Observable((subscriber) => {
      if (context.isClosed()) subscriber.error(new ClosedError());
      else subscribe(subscriber);
    });
  /** An operator whose subscriptions are readers. @param create - creates one */
  const operator =
    <I, R>(create: (subscriber: Subscriber<R>) => Reader<I>): OperatorFunction<I, R> =>
    (source$) =>
      whileOpen((subscriber) => {
        const reader = create(subscriber);
        open.add(reader);
        subscriber.add(() => open.delete(reader));
        const keys = toSubscriber(reader);
        // Added before the source is subscribed, so that an unsubscribe also stops a synchronous
        // source.
        subscriber.add(keys);
        source$.subscribe(keys);
      });
  const read = <R>(mode: ReaderMode, stateOf: () => ReaderState<K>): OperatorFunction<K, R> =>
    operator((subscriber) => createReader(context, mode, stateOf(), subscriber));
  let getState: ReaderState<K> | undefined;
  const getEach = read<V>(
    { order: 'merge', settled: false, follow: false, isGet: true },
    () => (getState ??= addState()),
  );
  return {
    read: (mode) => read({ ...mode, isGet: false }, addState),
    get: (key) =>
      // Not `of`: it would treat a key with a method `schedule` as a scheduler.
      from([key]).pipe(
        getEach,
        throwIfEmpty(() => new ClosedError()),
      ),
    view: operator((subscriber) => createViewReader(context, addState(), subscriber)),
    whileOpen,
    close() {
      for (const reader of open) reader.close();
    },
  };
}
