import { filter, map, ReplaySubject, type Observable } from 'rxjs';
import type { SeenRequest } from '../../src/app/table/network/seenRequest.js';

/** Requests as the server sees them: who made them, when they came, and how they ended. */
export interface RequestLog {
  /**
   * A request has come. Gives a function to be told how it ended; of several times the first
   * counts.
   */
  came(client: string, id: number): (how: 'answered' | 'refused' | 'aborted') => void;
  /** What happens to the requests of a client, and what has happened lately. */
  of(client: string): Observable<SeenRequest>;
}

/** How much of the past is kept, of all clients together. */
const kept = 1000;

/**
 * A log that tells those who come late too: a page that is busy begins to listen after it has
 * asked.
 */
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
