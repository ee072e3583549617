import { Observable, type Subscriber } from 'rxjs';
import type { CacheEvent, UntimedEvent } from '../../src/events.js';
import { createStats } from '../../src/state/stats.js';
import type { Control, Eviction } from '../../src/types.js';
import type { Turns } from './parts.js';
import { reportErrors } from './reportErrors.js';

/** An event on its way to those who listened when it was said: for who came later it has already happened. */
interface Said<K, V> {
  readonly event: CacheEvent<K>;
  readonly eviction: Eviction<K, V> | undefined;
  readonly listeners: readonly Listener<K, V>[];
}

interface Listener<K, V> {
  readonly subscriber: Subscriber<never>;
  /** Hears what was said, or with nothing that all was delivered. */
  readonly hear: (said?: Said<K, V>) => void;
}

/** @param fillSlots - starts what fits the free slots */
export function createTurns<K, V>(now: () => number, control: Control<K> | undefined, fillSlots: () => void): Turns<K, V> {
  const stats = createStats<K>();
  let listeners: readonly Listener<K, V>[] = [];
  let events: Said<K, V>[] = [];
  let items: (() => void)[] = [];
  let stirred = false;
  /** Nothing is said after the last event. */
  let ended = false;

  /** @param pick - what there is to hear of an event; without one, when all was delivered and at the beginning */
  const listen = <T>(pick: (said?: Said<K, V>) => T | undefined): Observable<T> =>
    new Observable((subscriber) => {
      const hear = (said?: Said<K, V>): void => {
        const news = pick(said);
        if (news !== undefined) subscriber.next(news);
      };
      const listener = { subscriber, hear };
      setListeners([...listeners, listener]);
      subscriber.add(() => setListeners(listeners.filter((one) => one !== listener)));
      hear();
      if (ended) subscriber.complete();
    });
  const setListeners = (them: readonly Listener<K, V>[]): void => {
    listeners = them;
    turns.listening = them.length > 0;
  };

  const fill = (): void => {
    // What starts here may ask the cache for something: this loop goes on then.
    turns.held = true;
    for (stirred = true; stirred;) {
      stirred = false;
      reportErrors(fillSlots);
    }
    turns.held = false;
  };
  const deliverItems = (): void => {
    do {
      turns.deliver();
      const batch = items;
      items = [];
      batch.forEach(reportErrors);
    } while (events.length + items.length > 0);
  };

  // Plain fields, as a hit reads them.
  const turns: { -readonly [P in keyof Turns<K, V>]: Turns<K, V>[P] } = {
    stats,
    events$: listen((said) => said?.event),
    evictions$: listen((said) => said?.eviction),
    stats$: listen((said) => (said ? undefined : stats.read())),
    listening: false,
    locked: false,
    depth: 0,
    hungry: false,
    held: false,
    say(event: UntimedEvent<K>, eviction?: Eviction<K, V>) {
      if (ended) return;
      ended = event.type === 'close';
      stats.count(event);
      control?.saw(event);
      if (turns.listening) events.push({ event: { ...event, at: now() }, eviction, listeners });
    },
    deliver() {
      if (turns.locked) return;
      turns.locked = true;
      // Also what is said meanwhile.
      for (const said of events) {
        for (const { hear } of said.listeners) hear(said);
        if (said === events.at(-1)) for (const { hear } of said.listeners) hear();
      }
      events = [];
      if (ended) for (const { subscriber } of listeners) subscriber.complete();
      turns.locked = false;
    },
    leave() {
      if (turns.depth === 1 && (stirred || turns.hungry) && !turns.held) fill();
      turns.depth--;
      turns.settle();
    },
    step(action) {
      turns.depth++;
      try {
        action();
      } finally {
        turns.leave();
      }
    },
    stir() {
      stirred = true;
    },
    later(deliver) {
      items.push(deliver);
    },
    outside(call) {
      const before = turns.depth;
      turns.depth = 0;
      reportErrors(call);
      turns.depth = before;
    },
    settle() {
      if (events.length + items.length > 0 && turns.depth === 0 && !turns.locked) deliverItems();
    },
  };
  return turns;
}
