/** A request as the server sees it. */
export interface SeenRequest {
  /** The number that its client gave it. */
  readonly id: number;
  readonly state: 'came' | 'answered' | 'refused' | 'aborted';
  /** Milliseconds since it came. */
  readonly after: number;
}
