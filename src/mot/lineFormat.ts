import type { Detection } from './types.js';

/** How the lines of one file are read; found once for each file. */
export interface LineFormat {
  /** The byte that ends a line. */
  readonly lineEnd: number;
  /** The byte between two columns. */
  readonly delimiter: number;
  /** Whether equal bytes before the first delimiter mean equal frames. */
  readonly isFrameFirst: boolean;
  /** Where the lines after a header line begin. */
  readonly dataStart: number;
  /** The frame of a line, `blankLine`, or NaN if the line has no frame number. */
  frameOf(bytes: Uint8Array, from: number, to: number): number;
  /** The detection of a line; undefined if it has none. */
  parse(bytes: Uint8Array, from: number, to: number): Detection | undefined;
  /** Why a line has no detection. */
  reasonOf(bytes: Uint8Array, from: number, to: number): string;
}

export const LINE_FEED = 0x0a;
export const CARRIAGE_RETURN = 0x0d;
export const COMMA = 0x2c;
