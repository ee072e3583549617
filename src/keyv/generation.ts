/** Number of the last `clear` of a namespace, of which each record has its own. */
export interface Generation {
  readonly current: number;
  /** Whether the store must be asked for it with the next read. */
  isDue(): boolean;
  /** Takes over what the store has. */
  read(stored: unknown): void;
  /** Takes over the number of a message. */
  raise(generation: unknown): void;
  /** Begins another one, and returns it. */
  next(): number;
}

/** Milliseconds after which the store is asked again. */
const MAX_AGE = 1000;

/**
 * A `clear` writes one number to the store, and records with a lower one count as absent: so it
 * costs one write, and never touches a key of another namespace.
 *
 * The number is a time in ms, so that it rises also if the store has lost it.
 *
 * @param onRaise - called when a read shows that another process has cleared the namespace
 * @param onLost - called when the store has a lower number, or none
 */
export function createGeneration(
  now: () => number,
  onRaise: () => void,
  onLost: (generation: number) => void,
): Generation {
  let current = 0;
  let readAt = -Infinity;
  const raise = (generation: unknown): boolean => {
    if (!Number.isSafeInteger(generation) || (generation as number) <= current) return false;
    current = generation as number;
    return true;
  };
  return {
    get current() {
      return current;
    },
    isDue: () => !(Math.abs(now() - readAt) < MAX_AGE),
    read(stored) {
      const generation = stored === undefined || stored === null ? 0 : Number(stored);
      const isFirst = readAt === -Infinity;
      readAt = now();
      if (raise(generation)) {
        if (!isFirst) onRaise();
      } else if (generation !== current) onLost(current);
    },
    raise: (generation) => void raise(generation),
    next: () => (current = Math.max(Math.ceil(now()), current + 1)),
  };
}
