import { filter, map, Subject, type Observable } from 'rxjs';
import type { SeenRequest } from '../../src/app/table/network/seenRequest.js';

/** Requests as the server sees them: who made them, when they came, and how they ended. */
export interface RequestLog {
  /** A request has come. Gives a function to be told how it ended; of several times the first counts. */
  came(client: string, id: number): (how: 'answered' | 'refused' | 'aborted') => void;
  /** What happens to the requests of a client from now on. */
  of(client: string): Observable<SeenRequest>;
}

/** A log that holds nothing: it tells those who listen. */
export function createRequestLog(): RequestLog {
  const said$ = new Subject<{ readonly client: string; readonly seen: SeenRequest }>();
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
