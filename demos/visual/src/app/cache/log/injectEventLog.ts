import { computed, signal, type Signal, type WritableSignal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { auditTime, map, merge, Subject, switchMap, type Observable } from 'rxjs';
import type { CacheEvent, PrefetchCache } from 'rxjs-prefetch-cache';
import { detailOf } from './detailOf.js';
import { kinds } from './kinds.js';
import type { LogEntry } from './logEntry.js';

/** The last events of a cache. */
export interface EventLog<K> {
  /** The last 20 lines of the chosen kind, the latest last, updated ten times a second. */
  readonly entries: Signal<readonly LogEntry[]>;
  /** One of the names of `kinds`. */
  readonly kind: WritableSignal<string>;
  /** Adds a line that is no event. */
  note(detail: string, key?: K): void;
}

/** How many lines are shown. */
const shown = 20;

/** Lines that are kept, so that there are some of each kind. */
const kept = 1000;

interface Line<K> {
  readonly id: number;
  readonly event:
    | CacheEvent<K>
    | {
        readonly type: 'note';
        readonly at: number;
        readonly key: K | undefined;
        readonly detail: string;
      };
}

/** Follows the events of a cache, and of each one that replaces it. */
export function injectEventLog<K, V>(cache$: Observable<PrefetchCache<K, V>>): EventLog<K> {
  const kind = signal('All events');
  const note$ = new Subject<Line<K>['event']>();
  let lines: Line<K>[] = [];
  let id = 0;
  const changes = toSignal(
    merge(note$, cache$.pipe(switchMap(({ events$ }) => events$))).pipe(
      map((event) => {
        lines.push({ id: ++id, event });
        // In pieces, so that it is not moved at each event.
        if (lines.length > 2 * kept) lines = lines.slice(-kept);
      }),
      auditTime(100),
      map(() => id),
    ),
    { initialValue: 0 },
  );

  return {
    kind,
    entries: computed(() => {
      changes();
      const isOfKind = kinds[kind()];
      const found: LogEntry[] = [];
      for (let i = lines.length - 1; i >= 0 && found.length < shown; i--) {
        const line = lines[i];
        if (line && (line.event.type === 'note' || isOfKind?.(line.event.type)))
          found.push(entryOf(line));
      }
      return found.reverse();
    }),
    note: (detail, key) => note$.next({ type: 'note', at: Date.now(), key, detail }),
  };
}

function entryOf<K>({ id, event }: Line<K>): LogEntry {
  const key = 'key' in event && event.key !== undefined ? String(event.key) : '';
  return {
    id,
    at: event.at,
    type: event.type,
    key,
    detail: event.type === 'note' ? event.detail : detailOf(event),
  };
}
