import type { CacheEvent } from 'rxjs-prefetch-cache';

type EventType = CacheEvent<unknown>['type'];

/** Filters of the log, by name. Notes are always shown. */
export const kinds: Readonly<Record<string, (type: EventType) => boolean>> = {
  'All events': () => true,
  Requests: (type) => ['hit', 'join', 'miss', 'serve'].includes(type),
  'Loads on demand': (type) => type.startsWith('load-'),
  'Loads ahead': (type) => type.startsWith('prefetch-'),
  'Kept and let go': (type) => type === 'store' || type === 'evict',
  Plans: (type) => type === 'plan',
  Errors: (type) => type.endsWith('-error'),
};
