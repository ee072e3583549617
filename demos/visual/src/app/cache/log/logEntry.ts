/** A line of the log. */
export interface LogEntry {
  /** Grows by one a line. */
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Type of the event, or `note`. */
  readonly type: string;
  /** Key of the event; empty without one. */
  readonly key: string;
  /** How, or why; may be empty. */
  readonly detail: string;
}
