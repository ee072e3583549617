/** How many symbols a trail holds, and a context of `Paths` at most. */
export const MAX_ORDER = 3;

/** The last symbols of a reader. */
export interface Trail {
  /** The newest first; the first `known` are valid. */
  readonly recent: Int32Array;
  readonly known: number;
  /** Adds a symbol, -1 for an unknown one. */
  push(symbol: number): void;
  clear(): void;
}

/** Holds the last three symbols of a reader. */
export function createTrail(): Trail {
  const recent = new Int32Array(MAX_ORDER);
  const trail = {
    recent,
    known: 0,
    push(symbol: number) {
      pushSymbol(recent, symbol);
      trail.known = Math.min(trail.known + 1, MAX_ORDER);
    },
    clear() {
      trail.known = 0;
    },
  };
  return trail;
}

/** Moves all symbols one on, and puts a symbol in front. */
export function pushSymbol(recent: Int32Array, symbol: number): void {
  for (let i = MAX_ORDER - 1; i > 0; i--) recent[i] = recent[i - 1] as number;
  recent[0] = symbol;
}
