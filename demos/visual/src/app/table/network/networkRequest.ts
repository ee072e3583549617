import type { SeenRequest } from './seenRequest.js';

/** A request of the page, as both sides see it. */
export interface NetworkRequest {
  /** Grows by one a request. */
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Which page of the table it asks for. */
  readonly page: number;
  /** Whether somebody asked for the page, or it was loaded ahead. */
  readonly why: 'asked for' | 'ahead';
  /** Whether somebody asked for the page while it was on its way. */
  readonly isJoined: boolean;
  readonly state: 'on its way' | 'answered' | 'failed' | 'aborted';
  /** Milliseconds from its beginning to its end; 0 while it is on its way. */
  readonly took: number;
  /** What the server says of it; undefined until it does. */
  readonly server: SeenRequest['state'] | undefined;
}
