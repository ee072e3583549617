import { lhd } from '../eviction/lhd.js';
import { createRanked } from '../learning/experts/createRanked.js';
import { createMixer, type Steering } from '../learning/mixing/mixer.js';
import { checkNumber, checkOptions } from '../options.js';
import type { Control } from '../types.js';
import { createCongestion } from './congestion.js';
import { defaultWaste } from './defaultWaste.js';
import { createMeasurements } from './measurements.js';

/** Options of `adaptive`, and of the control of `auto`. */
export interface AdaptiveOptions {
  /**
   * Unused prefetches for each load that a request began, at most: a number from 0 and up; with 0
   * nothing is prefetched.
   * @defaultValue no limit; 0.25 where the browser saves data or the network is slow
   */
  readonly waste?: number | undefined;
  /**
   * Milliseconds for which a key must stay current before anything is prefetched from it: a number
   * from 0 to 2^31 - 1.
   * @defaultValue 0
   */
  readonly dwell?: number | undefined;
}

/** The control that `adaptive` makes. */
export interface AdaptiveControl<K> extends Control<K> {
  /** The likelihood from which on a key is prefetched now. */
  readonly threshold: number;
}

/** The threshold while no slot is taken, and the addition while all are. */
const FREE = 0.075;
const SCARCE = 0.03;
/**
 * The addition for slow readers, whose later predictions are better and still in time: none up to
 * the first ratio of pace to load time, all of it from the second on.
 */
const UNHURRIED = 0.08;
const SLOW = 1.25;
const SLOWEST = 2;
/** The part of the prefetches that counts as used at least. */
const MIN_USE = 0.1;
/** The threshold at most, however much loads slow each other down. */
const MAX_THRESHOLD = 0.9;
/** Residents below this likelihood are equals to the eviction policy. */
const SHIELD = 0.05;
/** Requests ahead of experts. */
const MIN_DEPTH = 4;
const MAX_DEPTH = 16;
/** Requests within which a prediction must come true: an eighth of the capacity, within limits. */
const MIN_HORIZON = 8;
const MAX_HORIZON = 24;
/** Part of its usual time after which a prefetch is not aborted any more. */
const NEARLY_LOADED = 0.75;
/** Weights of a new value in the moving averages. */
const BUSY_WEIGHT = 0.05;
const PACE_WEIGHT = 0.1;
/** The longest delay of a timer; a longer one would end at once. */
const MAX_TIMER = 2_147_483_647;

/**
 * Prefetches the keys that are worth a load: it adapts to scarce slots, to congestion, and to the
 * pace of readers.
 *
 * A key is prefetched from a threshold of likelihood on, which rises while slots are scarce, where
 * loads slow each other down, the more so the fewer prefetches are used, and where a reader is so
 * slow that better predictions come in time. At most a quarter of the capacity is prefetched at
 * once. Predictors look twice as far ahead as a load takes at the pace of the readers. A prefetch
 * goes on while its key has half the threshold, or three quarters of its time are over. As an
 * option beside a predictor of any kind, it measures how often the ranks of that predictor come
 * true, so that likelihoods mean the same everywhere. W. Gill and L. Bathen, AMP: adaptive
 * multi-stream prefetching in a shared cache, FAST 2007; S. Srinath et al., Feedback directed
 * prefetching, HPCA 2007.
 *
 * @throws RangeError | TypeError for an option out of its limits
 *
 * @example
 * ```ts
 * prefetchCache(loadFrame, distanceDecay(), { control: adaptive({ waste: 0.5 }) });
 * ```
 */
export function adaptive<K = any>(options: AdaptiveOptions = {}): AdaptiveControl<K> {
  return createAdaptive(options);
}

/** `adaptive` with the settings that a mixer reads. */
export function createAdaptive<K>(options: AdaptiveOptions): AdaptiveControl<K> & Steering {
  const { waste = defaultWaste(), dwell = 0 } = checkOptions(options, ['waste', 'dwell']);
  checkNumber('waste', waste, 0);
  checkNumber('dwell', dwell, 0, false, MAX_TIMER);
  const congestion = createCongestion();
  const measured = createMeasurements<K>(congestion);
  /** The part of the slots that is taken, as a moving average. */
  let busy = 0;
  /** The time of the last move. */
  let lastAt: number | undefined;
  /** Prefetches in flight at most. */
  let maxInFlight = Infinity;
  const control: Mutable<AdaptiveControl<K> & Steering> = {
    pace: 0,
    depth: 2 * MIN_DEPTH,
    threshold: FREE,
    horizon: MAX_HORIZON,
    shield: SHIELD,
    dwell,
    moved(at, taken, slots, maxKeys) {
      if (slots > 0 && slots < Infinity) busy += BUSY_WEIGHT * (taken / slots - busy);
      if (lastAt !== undefined) control.pace += PACE_WEIGHT * (at - lastAt - control.pace);
      lastAt = at;
      const { pace } = control;
      const { loadTime, use } = measured;
      const ratio = loadTime > 0 ? pace / loadTime : 0;
      const leisure = clamp((ratio - SLOW) / (SLOWEST - SLOW), 0, 1);
      control.threshold = Math.min(
        FREE + SCARCE * busy + UNHURRIED * leisure + congestion.price / Math.max(use, MIN_USE),
        MAX_THRESHOLD,
      );
      maxInFlight = Math.max(1, maxKeys / 4);
      control.horizon = clamp(Math.round(maxKeys / 8), MIN_HORIZON, MAX_HORIZON);
      // Twice as many requests ahead as come during a load.
      const depth = pace > 0 ? 2 * (Math.ceil(loadTime / pace) + 1) : MAX_DEPTH;
      control.depth = Math.min(clamp(depth, MIN_DEPTH, MAX_DEPTH), Math.floor(maxInFlight));
    },
    admits: (likelihood, taken) =>
      likelihood >= control.threshold &&
      taken < maxInFlight &&
      (waste === Infinity || measured.unused + 1 <= waste * measured.loads),
    keeps: (likelihood, age) =>
      likelihood >= control.threshold / 2 || age > NEARLY_LOADED * measured.loadTime,
    saw: (event) => measured.saw(event),
    eviction: () => lhd<K>(),
    measure: (predictor) => createMixer([createRanked(predictor, 'predictor')], control),
  };
  return control;
}

type Mutable<T> = { -readonly [P in keyof T]: T[P] };

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}
