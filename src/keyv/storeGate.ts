/** The right to ask the store once; its end must be told. */
export interface Pass {
  /** Whether it ends a pause: then nothing waits for the answer. */
  readonly isProbe: boolean;
  /** The store has answered. */
  succeeded(): void;
  /** The store has failed, or has not answered in time. */
  failed(): void;
}

/** Whether the store may be asked. */
export interface StoreGate {
  /** A pass; undefined during a pause. */
  enter(): Pass | undefined;
  /** When the store may be asked again, in ms of the clock. */
  readonly opensAt: number;
}

/** Failures in a row after which the store is not asked. */
const MAX_FAILURES = 3;
/** Milliseconds of the first pause; each that follows without an answer is twice as long. */
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 60_000;

/**
 * Stops asking a store that is down.
 *
 * After three failures in a row there is a pause. The first pass after it is a probe: its answer
 * opens the gate, its failure doubles the pause. Passes of before the pause decide nothing any more.
 */
export function createStoreGate(
  now: () => number,
  onChange: (pause: number | undefined) => void,
): StoreGate {
  let failures = 0;
  let pauses = 0;
  /** Number of the present stretch of passes: a pause begins another. */
  let stretch = 0;
  let opensAt = -Infinity;
  let isProbing = false;

  const pause = (): void => {
    const duration = Math.min(FIRST_PAUSE * 2 ** pauses, LONGEST_PAUSE);
    pauses++;
    stretch++;
    isProbing = false;
    opensAt = now() + duration;
    onChange(duration);
  };
  const resume = (): void => {
    pauses = 0;
    stretch++;
    isProbing = false;
    onChange(undefined);
  };
  return {
    get opensAt() {
      return opensAt;
    },
    enter() {
      const isProbe = pauses > 0;
      if (isProbe && (isProbing || now() < opensAt)) return undefined;
      isProbing = isProbe;
      const mine = stretch;
      return {
        isProbe,
        succeeded() {
          if (mine !== stretch) return;
          failures = 0;
          if (isProbe) resume();
        },
        failed() {
          if (mine !== stretch) return;
          if (isProbe || ++failures >= MAX_FAILURES) {
            failures = 0;
            pause();
          }
        },
      };
    },
  };
}
