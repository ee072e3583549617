import type { SeenRequest } from './seenRequest.js';

/** A request, as the page and the server see it. */
export interface NetworkRequest {
  /** Sequence number of the request. */
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The requested page of the table. */
  readonly page: number;
  /** Whether the page was requested or prefetched. */
  readonly why: 'asked for' | 'ahead';
  /** Whether the page was requested while it was in flight. */
  readonly isJoined: boolean;
  readonly state: 'on its way' | 'answered' | 'failed' | 'aborted';
  /** Milliseconds from its start to its end; 0 while it is in flight. */
  readonly took: number;
  /** State of the request on the server; undefined until it is known. */
  readonly server: SeenRequest['state'] | undefined;
}
