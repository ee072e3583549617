import { Observable } from 'rxjs';
import type { SeenRequest } from './seenRequest.js';

/** Requests of a client as the server sees them. The browser renews a broken connection. */
export function serverLog(client: string): Observable<SeenRequest> {
  return new Observable((subscriber) => {
    const source = new EventSource(`/api/log?client=${client}`);
    source.onmessage = ({ data }: MessageEvent<string>) =>
      subscriber.next(JSON.parse(data) as SeenRequest);
    return () => source.close();
  });
}
