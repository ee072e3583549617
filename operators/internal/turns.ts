import { Observable } from 'rxjs';
import type { CacheEvent, UntimedEvent } from '../../src/events.js';
import { createStats } from '../../src/state/stats.js';
import type { Control, Eviction } from '../../src/types.js';
import type { Turns } from './parts.js';
import { reportErrors } from './reportErrors.js';

/** What is on its way to those who listened when it was said; for who came later it has already happened. Without an event: all was delivered. */
interface Said<K, V> {
  /** The how manieth event it is, or the last one was. */
  readonly number: number;
  readonly event?: CacheEvent<K>;
  readonly eviction?: Eviction<K, V> | undefined;
}

/** @param fillSlots - starts what fits the free slots */
export function createTurns<K, V>(now: () => number, control: Control<K> | undefined, fillSlots: () => void): Turns<K, V> {
  const stats = createStats<K>();
  const listeners = new Set<(said: Said<K, V>) => void>();
  let events: Said<K, V>[] = [];
  let items: (() => void)[] = [];
  /** How many events were said while somebody listened. */
  let number = 0;
  /** Whether slots are to be filled when this step ends. */
  let stirred = false;
  /** Whether slots are to be filled or anything waits to be delivered: all that a hit asks. */
  let due = false;
  /** Whether slots are being filled. */
  let isFilling = false;
  /** Whether no slot is filled, as a step that goes on when a load has been begun will do it. */
  let isHeld = false;
  /** Of the last event. */
  let time = 0;
  /** Nothing is said after the last event. */
  let ended = false;

  /** @param pick - what there is to hear of an event; and when all was delivered, as it was at the beginning */
  const listen = <T>(pick: (said: Said<K, V>) => T | undefined): Observable<T> =>
    new Observable((subscriber) => {
      const since = number;
      const hear = (said: Said<K, V>): void => {
        if (said.number <= since) return;
        const news = pick(said);
        if (news !== undefined) subscriber.next(news);
        if (ended && !said.event && said.number >= number) subscriber.complete();
      };
      listeners.add(hear);
      turns.listening = true;
      subscriber.add(() => {
        listeners.delete(hear);
        turns.listening = listeners.size > 0;
      });
      hear({ number: Infinity });
    });
  const tell = (said: Said<K, V>): void => {
    for (const hear of listeners) hear(said);
  };

  const fill = (): void => {
    // What starts here may ask the cache for something: this loop goes on then.
    isFilling = true;
    for (stirred = true; stirred;) {
      stirred = false;
      reportErrors(fillSlots);
    }
    isFilling = false;
  };
  const deliverItems = (): void => {
    do {
      turns.deliver();
      const batch = items;
      items = [];
      batch.forEach(reportErrors);
    } while (events.length + items.length > 0);
    due = stirred;
  };

  // Plain fields, as a hit reads them.
  const turns: { -readonly [P in keyof Turns<K, V>]: Turns<K, V>[P] } = {
    stats,
    streams: {
      events$: listen(({ event }) => event),
      evictions$: listen(({ eviction }) => eviction),
      stats$: listen(({ event }) => (event ? undefined : stats.read())),
    },
    listening: false,
    locked: false,
    depth: 0,
    say(event: UntimedEvent<K>, eviction?: Eviction<K, V>) {
      if (ended) return;
      ended = event.type === 'close';
      stats.count(event);
      control?.saw(event);
      if (!turns.listening) return;
      due = true;
      const timed = { ...event, at: time };
      events.push({ number: ++number, event: timed, eviction });
      // Last, as the clock may be a user's, and call back or throw.
      timed.at = time = reportErrors(now) ?? time;
    },
    deliver() {
      if (turns.locked) return;
      turns.locked = true;
      // Also what is said meanwhile.
      for (const said of events) {
        tell(said);
        if (said.number === number) tell({ number });
      }
      events = [];
      turns.locked = false;
    },
    leave() {
      if (turns.depth === 1 && stirred && !isHeld && !isFilling) fill();
      turns.depth--;
      turns.settle();
    },
    step(action) {
      turns.depth++;
      // Whatever it is may have made room for what found none.
      if (!isFilling) turns.stir();
      try {
        action();
      } finally {
        turns.leave();
      }
    },
    stir() {
      stirred = due = true;
    },
    later(deliver) {
      due = true;
      items.push(deliver);
    },
    outside(call) {
      const before = [turns.depth, isHeld] as const;
      turns.depth = 0;
      isHeld = true;
      reportErrors(call);
      [turns.depth, isHeld] = before;
    },
    settle() {
      if (due && turns.depth === 0 && !turns.locked) deliverItems();
    },
  };
  return turns;
}
