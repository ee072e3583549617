import { jest } from '@jest/globals';
import { Observable, timer } from 'rxjs';
import type { LoadContext } from 'rxjs-prefetch-cache';
import {
  withStore,
  type KeyvLike,
  type StoredProvider,
  type StoreEvent,
  type WithStoreOptions,
} from 'rxjs-prefetch-cache/keyv';
import { record, type Recording } from '../support/record.js';

/** A source of one process, and its provider with the store. */
export interface Process<V> {
  readonly frames: StoredProvider<number, V>;
  /** The keys that the source has loaded, or begun to. */
  readonly loaded: number[];
  /** The keys whose load was aborted. */
  readonly aborted: number[];
  readonly events: StoreEvent<number>[];
  /** The types of events so far, with what distinguishes them. */
  readonly told: () => string[];
  readonly load: (
    key: number,
    reason?: LoadContext['reason'],
    signal?: AbortSignal,
  ) => Recording<V>;
}

/** How the source of a process behaves. */
export interface SourceSettings<V> {
  /** Milliseconds of a load; more of them for later loads. */
  readonly takes?: number | (() => number);
  readonly value?: (key: number, nth: number) => V;
  readonly fails?: (key: number, nth: number) => boolean;
}

/** A provider of `item <key>`, which takes 10 ms, in front of a store. */
export function startProcess<V = string>(
  store: KeyvLike,
  options: Partial<WithStoreOptions<number, V>> = {},
  source: SourceSettings<V> = {},
): Process<V> {
  const { takes = 10, value = (key) => `item ${key}` as V, fails = () => false } = source;
  const loaded: number[] = [];
  const aborted: number[] = [];
  const events: StoreEvent<number>[] = [];
  const provide = (key: number, { signal }: LoadContext): Observable<V> =>
    new Observable((subscriber) => {
      loaded.push(key);
      const nth = loaded.length;
      signal.addEventListener('abort', () => aborted.push(key));
      return timer(typeof takes === 'number' ? takes : takes()).subscribe(() => {
        if (fails(key, nth)) subscriber.error(new Error(`no ${key}`));
        else subscriber.next(value(key, nth));
      });
    });
  const frames = withStore(provide, store, { namespace: 'frames', ...options });
  frames.events$.subscribe((event) => events.push(event));
  return {
    frames,
    loaded,
    aborted,
    events,
    told: () =>
      events.map(({ type, ...event }) => {
        const detail = ['reason', 'during', 'action'].flatMap((name) => {
          const text = (event as Record<string, unknown>)[name];
          return typeof text === 'string' ? [text] : [];
        });
        return [type.replace('store-', ''), ...detail].join(' ');
      }),
    load: (key, reason = 'demand', signal = new AbortController().signal) =>
      record(frames.load(key, { reason, signal })),
  };
}

/** Lets virtual milliseconds pass, with all promises. */
export async function pass(ms: number): Promise<void> {
  await jest.advanceTimersByTimeAsync(ms);
}
