import type { Detection } from './types.js';

/** Reads the lines of one file. Found once for each file. */
export interface LineFormat {
  /** Byte that ends a line. */
  readonly lineEnd: number;
  /** Byte between two columns. */
  readonly delimiter: number;
  /** Whether equal bytes before the first delimiter mean equal frames. */
  readonly isFrameFirst: boolean;
  /** Offset of the first line after a header line. */
  readonly dataStart: number;
  /** Frame of a line, `blankLine`, or NaN for a line without a frame number. */
  frameOf(bytes: Uint8Array, from: number, to: number): number;
  /** Detection of a line; undefined for a malformed line. */
  parse(bytes: Uint8Array, from: number, to: number): Detection | undefined;
  /** Why a line is malformed. */
  reasonOf(bytes: Uint8Array, from: number, to: number): string;
}

export const LINE_FEED = 0x0a;
export const CARRIAGE_RETURN = 0x0d;
export const COMMA = 0x2c;
