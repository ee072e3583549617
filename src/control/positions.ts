/** Where each reader is. */
export interface Positions<P> {
  /** The position that was asked for last. */
  readonly last: P | undefined;
  /** The position of a reader, a new one if it has none; it counts as the last. */
  of(cursor: number): P;
  /** A new position for a reader; it counts as the last. */
  renew(cursor: number): P;
}

/** How many readers are remembered; the one that moved longest ago is forgotten first. */
const LIMIT = 64;

/** No readers yet. */
export function createPositions<P>(create: () => P): Positions<P> {
  const known = new Map<number, P>();
  let lastCursor: number | undefined;
  const put = (cursor: number, position: P): P => {
    known.delete(cursor);
    known.set(cursor, position);
    if (known.size > LIMIT) known.delete(known.keys().next().value as number);
    lastCursor = cursor;
    positions.last = position;
    return position;
  };
  const positions = {
    last: undefined as P | undefined,
    of: (cursor: number): P => (cursor === lastCursor ? (positions.last as P) : put(cursor, known.get(cursor) ?? create())),
    renew: (cursor: number): P => put(cursor, create()),
  };
  return positions;
}
