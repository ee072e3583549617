import type { AddPrediction } from '../expert.js';
import { createViewTrail, type ViewTrail } from '../viewTrail.js';
import { ALL, type SpatialCounts } from './spatialCounts.js';

/** The views of one reader, for `spatial`. */
export interface SpatialViews<K> {
  /** Learns from a key that entered with a view. */
  enter(key: K, isFirst: boolean): void;
  /** Adds the keys that may enter with the next view. */
  predict(add: AddPrediction<K>): void;
}

/** Offsets from the first key of a view that are predicted at most. */
const MAX_FROM_FIRST = 24;
/** What is added to a move for the context of the first keys after it. */
const FIRST = 1024;

/**
 * Follows views: a view is one observation. It counts the offsets between the keys that entered with
 * one view and with the next; what moves is the view, by the offset that most of them share. After
 * the same move, the keys lie alike around the first key of the view, the most important one.
 */
export function createSpatialViews<K>(counts: SpatialCounts<K>): SpatialViews<K> {
  const trail: ViewTrail<K, number> = createViewTrail();
  /** The move to the last view; 0 for none. */
  let move = 0;
  const close = (): void => {
    if (trail.isOpen) move = counts.moveOf(trail.close() ?? -1);
  };
  const next = (): void => {
    close();
    trail.next();
    for (const before of trail.before) {
      counts.overall.meet(ALL);
      counts.meet(before, move);
    }
    if (trail.before.length > 0) counts.afterMove.meet(FIRST + move);
  };
  return {
    enter(key, isFirst) {
      if (isFirst) next();
      trail.enter(key, (before) => {
        const offset = counts.offsetOf(key, before, true);
        if (offset < 0) return undefined;
        counts.learn(before, move, offset);
        if (before === trail.before[0]) counts.afterMove.learn(FIRST + move, offset);
        return offset;
      });
    },
    predict(add) {
      close();
      trail.keys.forEach((key, i) => {
        const around = counts.around(key, add);
        around.usual();
        if (i === 0) around.after(FIRST + move, MAX_FROM_FIRST);
        around.after(move);
      });
    },
  };
}
