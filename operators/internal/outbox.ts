import { Observable } from 'rxjs';
import type { CacheEvent, UntimedEvent } from '../../src/events.js';
import { createStats, type StatsCounter } from '../../src/state/stats.js';
import type { Control, Eviction, PrefetchCache } from '../../src/types.js';
import { reportErrors } from './reportErrors.js';

/** Its state, as a transaction sees it. */
export interface Outbox {
  /** Whether recorded events wait for delivery. */
  readonly hasEvents: boolean;
  /** Whether a listener is being called. */
  readonly isDelivering: boolean;
  /**
   * Delivers the recorded events, one at a time; does nothing while a listener is being called, as
   * the caller of that one goes on.
   */
  deliver(): void;
}

/** The side streams of a cache: `events$`, `evictions$`, `stats$`. */
export interface CacheOutbox<K, V> extends Outbox {
  readonly streams: Pick<PrefetchCache<K, V>, 'events$' | 'evictions$' | 'stats$'>;
  readonly stats: StatsCounter<K>;
  /** Whether anybody listens: while nobody does, no event need be made. */
  readonly hasListeners: boolean;
  /**
   * Counts an event, and records it if anybody listens. That of closing is the last: side streams
   * complete when it was delivered.
   */
  readonly emit: (event: UntimedEvent<K>, eviction?: Eviction<K, V>) => void;
}

/**
 * An event on its way to those who listened when it was emitted; without an event: all were
 * delivered.
 */
interface Message<K, V> {
  /** The sequence number of the event, or of the last one. */
  readonly number: number;
  readonly event?: CacheEvent<K>;
  readonly eviction?: Eviction<K, V> | undefined;
}

/** @param control - sees each event as it is emitted */
export function createOutbox<K, V>(
  now: () => number,
  control: Control<K> | undefined,
): CacheOutbox<K, V> {
  const stats = createStats<K>();
  const listeners = new Set<(message: Message<K, V>) => void>();
  let messages: Message<K, V>[] = [];
  /** The sequence number of the last event that was recorded. */
  let number = 0;
  /** Of the last event, in ms. */
  let time = 0;
  let isClosed = false;

  /**
   * @param pick - what a listener gets of an event, when all were delivered, and at first;
   *   undefined for nothing
   */
  const listen = <T>(pick: (message: Message<K, V>) => T | undefined): Observable<T> =>
    new Observable((subscriber) => {
      const since = number;
      const listener = (message: Message<K, V>): void => {
        if (message.number <= since) return;
        const picked = pick(message);
        if (picked !== undefined) subscriber.next(picked);
        if (isClosed && !message.event && message.number >= number) subscriber.complete();
      };
      listeners.add(listener);
      outbox.hasListeners = true;
      subscriber.add(() => {
        listeners.delete(listener);
        outbox.hasListeners = listeners.size > 0;
      });
      listener({ number: Infinity });
    });
  const send = (message: Message<K, V>): void => {
    for (const listener of listeners) listener(message);
  };

  // Plain fields, as a hit reads them.
  const outbox = {
    stats,
    streams: {
      events$: listen(({ event }) => event),
      evictions$: listen(({ eviction }) => eviction),
      stats$: listen(({ event }) => (event ? undefined : stats.read())),
    },
    hasListeners: false,
    hasEvents: false,
    isDelivering: false,
    emit(event: UntimedEvent<K>, eviction?: Eviction<K, V>) {
      if (isClosed) return;
      isClosed = event.type === 'close';
      stats.count(event);
      control?.saw(event);
      if (!outbox.hasListeners) return;
      outbox.hasEvents = true;
      // Not a copy: the event was made for this call.
      const timed = Object.assign(event, { at: time });
      messages.push({ number: ++number, event: timed, eviction });
      // Last, as the clock may be a user's, and call back or throw.
      timed.at = time = reportErrors(now) ?? time;
    },
    deliver() {
      if (outbox.isDelivering || !outbox.hasEvents) return;
      outbox.isDelivering = true;
      // Also those that are emitted meanwhile.
      for (const message of messages) {
        send(message);
        if (message.number === number) send({ number });
      }
      messages = [];
      outbox.hasEvents = false;
      outbox.isDelivering = false;
    },
  };
  return outbox;
}
