/** A row of the table: what a weather station has measured. */
export interface Reading {
  /** From 1. */
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly station: string;
  /** Degrees Celsius. */
  readonly temperature: number;
  /** Percent. */
  readonly humidity: number;
  /** Metres a second. */
  readonly wind: number;
  /** Hectopascals. */
  readonly pressure: number;
}

/** An answer of the server. */
export interface ReadingsPage {
  /** From 1. */
  readonly page: number;
  /** How many readings there are on all pages. */
  readonly total: number;
  readonly rows: readonly Reading[];
}
