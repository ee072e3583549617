/** A line of the log. */
export interface LogEntry {
  /** Grows by one a line. */
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** What happened, in a word: the type of the event, or `note`. */
  readonly type: string;
  /** What it happened to; empty if there is no one key. */
  readonly key: string;
  /** How, or why; may be empty. */
  readonly detail: string;
}
