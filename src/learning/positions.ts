/** Where each reader is. */
export interface Positions<P> {
  /** The position that was requested last; undefined if its reader has ended. */
  readonly last: P | undefined;
  /** The position of a reader, a new one if it has none; it counts as the last. */
  of(reader: number): P;
  /** A new position for a reader; it counts as the last. */
  renew(reader: number): P;
  /** A reader has ended: its position is forgotten. */
  delete(reader: number): void;
}

/**
 * How many readers are remembered; the one that moved longest ago is forgotten first. A guard
 * against callers that never say that a reader has ended, and otherwise out of reach.
 */
const LIMIT = 16_384;

/** No readers yet. */
export function createPositions<P>(create: () => P): Positions<P> {
  const known = new Map<number, P>();
  let lastReader: number | undefined;
  const put = (reader: number, position: P): P => {
    known.delete(reader);
    known.set(reader, position);
    if (known.size > LIMIT) known.delete(known.keys().next().value as number);
    lastReader = reader;
    positions.last = position;
    return position;
  };
  const positions = {
    last: undefined as P | undefined,
    of: (reader: number): P =>
      reader === lastReader ? (positions.last as P) : put(reader, known.get(reader) ?? create()),
    renew: (reader: number): P => put(reader, create()),
    delete(reader: number) {
      known.delete(reader);
      if (reader === lastReader) lastReader = positions.last = undefined;
    },
  };
  return positions;
}
