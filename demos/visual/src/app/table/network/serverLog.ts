import { Observable } from 'rxjs';
import type { SeenRequest } from './seenRequest.js';

/**
 * What the server sees of the requests of a client, while somebody listens. A connection that
 * breaks is made anew by the browser.
 */
export function serverLog(client: string): Observable<SeenRequest> {
  return new Observable((subscriber) => {
    const source = new EventSource(`/api/log?client=${client}`);
    source.onmessage = ({ data }: MessageEvent<string>) =>
      subscriber.next(JSON.parse(data) as SeenRequest);
    return () => source.close();
  });
}
