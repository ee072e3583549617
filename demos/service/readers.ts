import { Subject, type Subscription } from 'rxjs';
import type { PrefetchCache, Settled } from 'rxjs-prefetch-cache';

/** The readers of one cache: one for each session, which ends after some time without a request. */
export interface Readers<K, V> {
  /** A request of a session. */
  get(session: string, key: K): Promise<Settled<K, V>>;
  /** Open sessions. */
  readonly size: number;
  /** Ends all sessions. */
  close(): void;
}

interface Reader<K, V> {
  readonly key$: Subject<K>;
  readonly reading: Subscription;
  /** The requests that wait, by key, in their order. */
  readonly waiting: Map<K, ((outcome: Settled<K, V>) => void)[]>;
  /** Ends the session, unless a request comes before. */
  readonly idle: NodeJS.Timeout;
}

/** Open sessions; beyond them, the one whose last request is the oldest ends. */
const MAX_SESSIONS = 10_000;

/** @param idle - milliseconds after which a session without a request ends */
export function createReaders<K, V>(cache: PrefetchCache<K, V>, idle: number): Readers<K, V> {
  const readers = new Map<string, Reader<K, V>>();
  const end = (session: string): void => {
    const reader = readers.get(session);
    // A request that waits is a use of the session.
    if (!reader || reader.waiting.size > 0) return void reader?.idle.refresh();
    readers.delete(session);
    clearTimeout(reader.idle);
    reader.reading.unsubscribe();
  };
  const begin = (session: string): Reader<K, V> => {
    const key$ = new Subject<K>();
    const waiting = new Map<K, ((outcome: Settled<K, V>) => void)[]>();
    // Answers come as they are ready: a slow frame delays no other one of its session.
    const reading = key$
      .pipe(cache.with({ order: 'merge', errors: 'value' }))
      .subscribe((outcome) => {
        const answers = waiting.get(outcome.key);
        const answer = answers?.shift();
        if (answers?.length === 0) waiting.delete(outcome.key);
        answer?.(outcome);
      });
    const reader = { key$, reading, waiting, idle: setTimeout(end, idle, session).unref() };
    return reader;
  };
  return {
    get: (session, key) =>
      new Promise((resolve) => {
        const reader = readers.get(session) ?? begin(session);
        const { waiting, key$, idle: timer } = reader;
        timer.refresh();
        // The last one of the map is the one that was used last.
        readers.delete(session);
        readers.set(session, reader);
        const answers = waiting.get(key);
        if (answers) answers.push(resolve);
        else waiting.set(key, [resolve]);
        if (readers.size > MAX_SESSIONS) end(readers.keys().next().value as string);
        key$.next(key);
      }),
    get size() {
      return readers.size;
    },
    close() {
      for (const { reading, idle: timer } of readers.values()) {
        clearTimeout(timer);
        reading.unsubscribe();
      }
      readers.clear();
    },
  };
}
