import { Observable } from 'rxjs';
import type { CacheEvent, UntimedEvent } from '../../src/events.js';
import { createStats, type StatsCounter } from '../../src/state/stats.js';
import type { Control, Eviction, PrefetchCache } from '../../src/types.js';
import { reportErrors } from './reportErrors.js';

/** The part of `CacheOutbox` that a transaction uses. */
export interface Outbox {
  /** Whether recorded events wait for delivery. */
  readonly hasEvents: boolean;
  /** Whether a listener is being called. */
  readonly isDelivering: boolean;
  /**
   * Delivers the recorded events, one at a time. Does nothing while a listener is being called: the
   * call that is delivering continues.
   */
  deliver(): void;
}

/** The side streams of a cache: `events$`, `evictions$`, `stats$`. */
export interface CacheOutbox<K, V> extends Outbox {
  readonly streams: Pick<PrefetchCache<K, V>, 'events$' | 'evictions$' | 'stats$'>;
  readonly stats: StatsCounter<K>;
  /** Whether any side stream has a listener. While there is none, no event need be created. */
  readonly hasListeners: boolean;
  /**
   * Counts an event, and records it if there is a listener. `close` is the last event: side streams
   * complete after its delivery.
   */
  readonly emit: (event: UntimedEvent<K>, eviction?: Eviction<K, V>) => void;
}

/**
 * An event for the listeners that had subscribed when it was emitted. Without `event`: all recorded
 * events have been delivered.
 */
interface Message<K, V> {
  /** Sequence number of the event, or of the last recorded one. */
  readonly number: number;
  readonly event?: CacheEvent<K>;
  readonly eviction?: Eviction<K, V> | undefined;
}

/**
 * Creates the side streams of a cache.
 *
 * @param control - gets each event when it is emitted
 */
export function createOutbox<K, V>(
  now: () => number,
  control: Control<K> | undefined,
): CacheOutbox<K, V> {
  const stats = createStats<K>();
  const listeners = new Set<(message: Message<K, V>) => void>();
  let messages: Message<K, V>[] = [];
  /** Sequence number of the last recorded event. */
  let number = 0;
  /** Time of the last recorded event, in ms. */
  let time = 0;
  let isClosed = false;

  /**
   * @param pick - what a listener gets for a message, and on subscription; undefined for nothing
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

  // Plain fields: a hit reads them.
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
      if (outbox.hasListeners) {
        outbox.hasEvents = true;
        // Not a copy: the event was made for this call.
        const timed = Object.assign(event, { at: time });
        messages.push({ number: ++number, event: timed, eviction });
        // After `push`, as the clock may be a user's, and call back or throw.
        timed.at = time = reportErrors(now) ?? time;
      }
      // Last, as it may change the cache, and throw.
      if (control) reportErrors(() => control.saw(event));
    },
    deliver() {
      if (outbox.isDelivering || !outbox.hasEvents) return;
      outbox.isDelivering = true;
      // The loop includes messages that are added meanwhile.
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
