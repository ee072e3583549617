import type { Observable } from 'rxjs';
import type { CacheEvent } from '../../src/events.js';
import { record } from './record.js';
import { say } from './say.js';

/**
 * The events of a cache from now on, in a few words each; see `say`.
 *
 * @param only - the types that are written down; by default all
 */
export function eventLog<K>(
  { events$ }: { readonly events$: Observable<CacheEvent<K>> },
  ...only: CacheEvent<K>['type'][]
): string[] {
  const log: string[] = [];
  record(events$, (event) => {
    if (only.length === 0 || only.includes(event.type)) log.push(say(event));
  });
  return log;
}
