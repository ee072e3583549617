import { filter, map, ReplaySubject, type Observable } from 'rxjs';
import type { SeenRequest } from '../../src/app/table/network/seenRequest.js';

/** Requests as the server sees them: client, time of arrival, and outcome. */
export interface RequestLog {
  /** Logs a request. Returns a function that logs its end, of which the first call counts. */
  came(client: string, id: number): (how: 'answered' | 'refused' | 'aborted') => void;
  /** Recent and later events of the requests of a client. */
  of(client: string): Observable<SeenRequest>;
}

/** Events that are kept, of all clients together. */
const kept = 1000;

/** A log that replays recent events, as a busy page may listen after its first request. */
export function createRequestLog(): RequestLog {
  const said$ = new ReplaySubject<{ readonly client: string; readonly seen: SeenRequest }>(kept);
  return {
    came(client, id) {
      const began = performance.now();
      let isOpen = true;
      said$.next({ client, seen: { id, state: 'came', after: 0 } });
      return (state) => {
        if (isOpen) said$.next({ client, seen: { id, state, after: performance.now() - began } });
        isOpen = false;
      };
    },
    of: (client) =>
      said$.pipe(
        filter((said) => said.client === client),
        map(({ seen }) => seen),
      ),
  };
}
