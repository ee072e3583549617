import { Observable, Subject } from 'rxjs';
import type { CacheEvent } from '../../src/events.js';
import { createStats } from '../../src/state/stats.js';
import type { Control, Eviction } from '../../src/types.js';
import type { Journal } from './parts.js';

interface Said<K, V> {
  readonly number: number;
  readonly event: CacheEvent<K>;
  readonly eviction: Eviction<K, V> | undefined;
}

/** An empty journal. */
export function createJournal<K, V>(now: () => number, control?: Control<K>): Journal<K, V> {
  const events = new Subject<CacheEvent<K>>();
  const evictions = new Subject<Eviction<K, V>>();
  const idle = new Subject<void>();
  let queue: Said<K, V>[] = [];
  /** Nothing is said after the end. */
  let closed = false;
  /** The numbers of what was said last, and of what is being delivered. */
  let last = 0;
  let current = 0;

  /** What is said from the subscription on: what is still on its way then has already happened for who subscribes. */
  const fromNow = <T>(subject: Subject<T>): Observable<T> =>
    new Observable((subscriber) => {
      const before = last;
      subscriber.add(() => {
        journal.listening = events.observed || evictions.observed || idle.observed;
      });
      subscriber.add(
        subject.subscribe({
          next: (value) => {
            if (current > before) subscriber.next(value);
          },
          complete: () => subscriber.complete(),
        }),
      );
      journal.listening = !closed;
    });

  const deliverAll = (): void => {
    while (queue.length > 0) {
      const batch = queue;
      queue = [];
      for (const { number, event, eviction } of batch) {
        current = number;
        events.next(event);
        if (eviction) evictions.next(eviction);
      }
      if (queue.length === 0) idle.next();
    }
    journal.pending = false;
    if (closed) for (const subject of [events, evictions, idle]) subject.complete();
  };

  // Plain fields, as a hit reads them.
  const journal: Writable<Journal<K, V>> = {
    stats: createStats<K>(),
    listening: false,
    locked: false,
    pending: false,
    events$: fromNow(events),
    evictions$: fromNow(evictions),
    idle$: fromNow(idle),
    say(event, eviction) {
      if (closed) return;
      journal.stats.count(event);
      control?.saw(event);
      if (!journal.listening) return;
      queue.push({ number: ++last, event: { ...event, at: now() }, eviction });
      journal.pending = true;
    },
    deliver() {
      if (journal.locked || !journal.pending) return;
      journal.locked = true;
      try {
        deliverAll();
      } finally {
        journal.locked = false;
      }
    },
    close() {
      closed = true;
      journal.pending = true;
    },
  };
  return journal;
}

type Writable<T> = { -readonly [P in keyof T]: T[P] };
