/**
 * The keys that entered with the last view of a reader, and a few of those that entered with the
 * view before: between these two is the step of the view.
 */
export interface ViewTrail<K, S> {
  /** Keys that entered with the last view, the most important first. */
  readonly keys: readonly K[];
  /** Keys that entered with the view before, spread over it. */
  readonly before: readonly K[];
  /** Whether the last view has got keys since `close`. */
  readonly isOpen: boolean;
  /** Starts a view. */
  next(): void;
  /**
   * Adds a key of the view.
   *
   * @param stepFrom - the step from a key of the view before to this key; undefined if there is none
   */
  enter(key: K, stepFrom: (before: K) => S | undefined): void;
  /**
   * Ends the view; returns its step, the most frequent one from a key before to a key of it.
   * Undefined if there is no step that most keys share.
   */
  close(): S | undefined;
}

/** Keys of one view that are kept at most, the most important ones. */
const MAX_KEYS = 32;
/** Keys of the view before that each key is compared with at most. */
const MAX_BEFORE = 8;

/** Starts without a view. */
export function createViewTrail<K, S>(): ViewTrail<K, S> {
  const votes = new Map<S, number>();
  const trail = {
    keys: [] as K[],
    before: [] as K[],
    isOpen: false,
    next() {
      const { keys } = trail;
      const count = Math.min(keys.length, MAX_BEFORE);
      trail.before = Array.from(
        { length: count },
        (_, i) => keys[Math.floor((i * keys.length) / count)] as K,
      );
      trail.keys = [];
      votes.clear();
    },
    enter(key: K, stepFrom: (before: K) => S | undefined) {
      trail.isOpen = true;
      if (trail.keys.length < MAX_KEYS) trail.keys.push(key);
      for (const before of trail.before) {
        const step = stepFrom(before);
        if (step !== undefined) votes.set(step, (votes.get(step) ?? 0) + 1);
      }
    },
    close() {
      trail.isOpen = false;
      let [best, most] = [undefined as S | undefined, 0];
      for (const [step, count] of votes) if (count > most) [best, most] = [step, count];
      return 2 * most >= Math.min(trail.keys.length, trail.before.length) ? best : undefined;
    },
  };
  return trail;
}
