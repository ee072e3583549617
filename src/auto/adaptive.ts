import { lhd } from '../eviction/lhd.js';
import { checkNumber, checkOptions } from '../options.js';
import type { AccessPredictor, Control, Predictor } from '../types.js';
import { createCongestion } from './congestion.js';
import { createMixer, type Steering } from '../learning/mixing/mixer.js';
import { ranked } from '../learning/experts/ranked.js';

/** Options of `adaptive`, and of the control that `auto` brings along. */
export interface AdaptiveOptions {
  /**
   * How many prefetches that nobody used may there be for each load that a request began: a number
   * from 0 and up; 0 prefetches nothing.
   * @defaultValue no limit; 0.25 where the browser says that data is to be saved or the network is
   *   slow
   */
  readonly waste?: number | undefined;
  /**
   * Milliseconds for which a key must stay current before anything is prefetched from it: a
   * number from 0 to 2^31 - 1.
   * @defaultValue 0
   */
  readonly dwell?: number | undefined;
}

/** The control that `adaptive` makes. */
export interface AdaptiveControl<K> extends Control<K> {
  /** From which likelihood on a key is prefetched now. */
  readonly threshold: number;
}

/**
 * The likelihood from which a key is prefetched while no slot is taken, and what is added while
 * all are.
 */
const FREE = 0.075;
const SCARCE = 0.03;
/**
 * What is added where keys come more slowly than loads, as more will be known before it is too
 * late: none up to the first ratio of their times, all of it from the second on.
 */
const UNHURRIED = 0.08;
const SLOW = 1.25;
const SLOWEST = 2;
/**
 * Where loads slow each other down a guess has to be surer; what is as likely as this is begun all
 * the same.
 */
const DEAREST = 0.5;
/**
 * What one prefetch weighs in the share of those that were used, and what that share is taken for
 * at least.
 */
const USE_WEIGHT = 0.02;
const LEAST_USE = 0.1;
/** Residents less likely than this are no likelier than any. */
const SHIELD = 0.05;
const LEAST_DEPTH = 4;
const MOST_DEPTH = 16;
/**
 * A guess is to come true within so many accesses: an eighth of the capacity, within these limits.
 * What is held for longer has time to be used.
 */
const LEAST_HORIZON = 8;
const MOST_HORIZON = 24;
/** What timers of JavaScript take: one that is longer ends at once. */
const LONGEST_TIMER = 2 ** 31 - 1;
/** What a new measurement weighs in a moving average. */
const BUSY_WEIGHT = 0.05;
const TIME_WEIGHT = 0.1;
/** After so many loads of requests what was wasted before counts half. */
const MEMORY = 1000;

/**
 * Prefetches what is worth it: as likely as it costs, as deep as it takes, and not what went
 * stale.
 *
 * A key is begun if it is likely enough, the likelier the scarcer slots are, and the more loads
 * slow each other down for each that is used; never more at once than a quarter of the capacity.
 * Who reads so slowly that better guesses come in time has to be surer. Predictors are to look as
 * far as a load takes at the pace of the reader, twice. A prefetch goes on while its key is half
 * as likely as one that would be begun, or three quarters of its time are over. Given as an option
 * beside any predictor it measures that one's ranks, so that its numbers mean likelihoods. W. Gill
 * and L. Bathen, AMP: adaptive multi-stream prefetching in a shared cache, FAST 2007; S. Srinath et
 * al., Feedback directed prefetching, HPCA 2007.
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

/** `adaptive`, with what a mixer reads of it. */
export function createAdaptive<K>(options: AdaptiveOptions): AdaptiveControl<K> & Steering {
  const { waste = defaultWaste(), dwell = 0 } = checkOptions(options, ['waste', 'dwell']);
  checkNumber('waste', waste, 0);
  checkNumber('dwell', dwell, 0, false, LONGEST_TIMER);
  const congestion = createCongestion();
  let busy = 0;
  let loadTime = 0;
  let lastAt: number | undefined;
  let most = Infinity;
  // For `waste`: what requests began, and what was prefetched and not used, or not yet.
  let demands = 0;
  let unused = 0;
  // The share of prefetches that were requested before they left or were stopped, of late.
  let use = 1;
  const learnUse = (used: 0 | 1): void => {
    use += USE_WEIGHT * (used - use);
  };

  const control = {
    pace: 0,
    depth: 2 * LEAST_DEPTH,
    threshold: FREE,
    horizon: MOST_HORIZON,
    shield: SHIELD,
    dwell,
    moved(at: number, taken: number, slots: number, maxKeys: number) {
      if (slots > 0 && slots < Infinity) busy += BUSY_WEIGHT * (taken / slots - busy);
      if (lastAt !== undefined) control.pace += TIME_WEIGHT * (at - lastAt - control.pace);
      lastAt = at;
      const ratio = loadTime > 0 ? control.pace / loadTime : 0;
      const leisure = Math.min(Math.max((ratio - SLOW) / (SLOWEST - SLOW), 0), 1);
      control.threshold = Math.min(
        FREE + SCARCE * busy + UNHURRIED * leisure + congestion.price / Math.max(use, LEAST_USE),
        DEAREST,
      );
      most = Math.max(1, maxKeys / 4);
      control.horizon = Math.max(LEAST_HORIZON, Math.min(Math.round(maxKeys / 8), MOST_HORIZON));
      const enough = control.pace > 0 ? 2 * (Math.ceil(loadTime / control.pace) + 1) : MOST_DEPTH;
      control.depth = Math.max(
        1,
        Math.min(Math.max(enough, LEAST_DEPTH), MOST_DEPTH, Math.floor(most)),
      );
    },
    admits: (likelihood: number, taken: number) =>
      likelihood >= control.threshold &&
      taken < most &&
      (waste === Infinity || unused + 1 <= waste * demands),
    keeps: (likelihood: number, age: number) =>
      likelihood >= control.threshold / 2 || age > 0.75 * loadTime,
    saw(event: Parameters<Control<K>['saw']>[0]) {
      switch (event.type) {
        case 'prefetch-start':
          congestion.started(event.key);
          if (!event.warm) unused++;
          break;
        case 'load-start':
          congestion.started(event.key);
          if (++demands < MEMORY) break;
          demands /= 2;
          unused /= 2;
          break;
        case 'hit':
        case 'join':
          if (!event.firstUse) break;
          unused = Math.max(0, unused - 1);
          learnUse(1);
          break;
        case 'load-success':
        case 'prefetch-success':
          congestion.ended(event.key, event.duration);
          loadTime += (loadTime === 0 ? 1 : TIME_WEIGHT) * (event.duration - loadTime);
          break;
        case 'load-error':
        case 'load-abort':
          congestion.ended(event.key);
          break;
        case 'prefetch-error':
        case 'prefetch-abort':
          congestion.ended(event.key);
          if (!event.used && !event.warm) learnUse(0);
          break;
        case 'evict':
          if (event.unused) learnUse(0);
      }
    },
    eviction: () => lhd<K>(),
    measure: <P>(predictor: Predictor<P>): AccessPredictor<P> =>
      createMixer([ranked(predictor, 'predictor')], control),
  };
  return control;
}

/** What the browser says of the network, where it does. */
interface Connection {
  readonly saveData?: boolean;
  readonly effectiveType?: string;
}

function defaultWaste(): number {
  const { connection } =
    (globalThis as { navigator?: { connection?: Connection } }).navigator ?? {};
  return connection?.saveData || /2g|3g/.test(connection?.effectiveType ?? '') ? 0.25 : Infinity;
}
