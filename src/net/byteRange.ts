/** A part of a file: from byte `start` to before byte `end`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}
