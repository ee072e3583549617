/** The positions of all readers, by the number of the reader. */
export interface Positions<P> {
  /** The position that was asked for last; undefined once its reader has ended. */
  readonly last: P | undefined;
  /** The position of a reader, a new one if there is none; it becomes `last`. */
  of(reader: number): P;
  /** Replaces the position of a reader by a new one; it becomes `last`. */
  renew(reader: number): P;
  /** Forgets a reader that has ended, and hands its position, if it has one, to `leave`. */
  delete(reader: number): void;
}

/**
 * Positions that are kept at most; beyond them the reader that moved longest ago is forgotten. It
 * protects against callers that never report the end of a reader.
 */
const MAX_READERS = 16_384;

/**
 * Keeps a position for each reader.
 *
 * @param leave - takes the position of a reader that is forgotten
 */
export function createPositions<P>(create: () => P, leave?: (position: P) => void): Positions<P> {
  const known = new Map<number, P>();
  let lastReader: number | undefined;
  const put = (reader: number, position: P): P => {
    known.delete(reader);
    known.set(reader, position);
    lastReader = reader;
    positions.last = position;
    if (known.size > MAX_READERS) positions.delete(known.keys().next().value as number);
    return position;
  };
  const positions = {
    last: undefined as P | undefined,
    of: (reader: number): P =>
      reader === lastReader ? (positions.last as P) : put(reader, known.get(reader) ?? create()),
    renew: (reader: number): P => put(reader, create()),
    delete(reader: number) {
      const position = known.get(reader);
      known.delete(reader);
      if (reader === lastReader) lastReader = positions.last = undefined;
      if (position !== undefined) leave?.(position);
    },
  };
  return positions;
}
