import { checkNumber, checkOptions, expected, type Defined } from '../options.js';
import type { AccessPredictor } from '../types.js';
import { MAX_PAIRS } from './checkLikelihood.js';
import { checkScale } from './checkScale.js';
import { isBelow } from './isBelow.js';
import { createJumpTable, type JumpTable } from './jumpTable.js';

/** Options of `dynamicData`. Biases, boosts and exponents are numbers from 0 and up. */
export interface DynamicDataOptions {
  /** Jumps of the readers, as differences of keys: integers of at most 2^52 either way. */
  readonly possibleJumps: readonly number[];
  /** Likelihood of the next key, from which it falls with distance. @defaultValue 2 */
  readonly forwardBias?: number | undefined;
  /** Likelihood of the previous key, from which it falls with distance. @defaultValue 0.3 */
  readonly backwardBias?: number | undefined;
  /** Additional likelihood of the target of a jump. @defaultValue 5 */
  readonly jumpBoost?: number | undefined;
  /**
   * Additional likelihood of the neighbours of a target; at distance d it is divided by d + 1.
   * @defaultValue 2
   */
  readonly proximityBoost?: number | undefined;
  /**
   * Factor on the likelihood of the next ten keys while the last three keys of the history rise.
   * @defaultValue 2
   */
  readonly historyBoost?: number | undefined;
  /**
   * Largest distance of a key ahead, and twice that of a key behind: an integer from 0 to 32,767.
   * @defaultValue 30
   */
  readonly maxSpan?: number | undefined;
  /** Exponent of the distance ahead, by which the likelihood falls. @defaultValue 0.8 */
  readonly forwardExp?: number | undefined;
  /** Exponent of the distance behind, by which the likelihood falls. @defaultValue 1.2 */
  readonly backwardExp?: number | undefined;
  /**
   * Neighbours to either side of a target: an integer from 0 to 32,767.
   * @defaultValue 5
   */
  readonly proximityRange?: number | undefined;
  /** Number of keys, from key 0: an integer from 0 and up. @defaultValue no limit */
  readonly length?: number | undefined;
}

const OPTIONS = [
  'possibleJumps',
  'forwardBias',
  'backwardBias',
  'jumpBoost',
  'proximityBoost',
  'historyBoost',
  'maxSpan',
  'forwardExp',
  'backwardExp',
  'proximityRange',
  'length',
] as const;

type AddNumber = (key: number, likelihood: number) => void;

/** Keys ahead that a rising history makes likelier. */
const NEAR = 10;

/** Largest jump, 2^52: from any key, its target and neighbours are exact. */
const FARTHEST = 4_503_599_627_370_496;

/**
 * Predicts keys ahead, keys behind and the targets of jumps: for readers with buttons such as −15,
 * −5, +5 and +15.
 *
 * The sum of: forward d = 1..maxSpan: forwardBias / d^forwardExp; backward d = 1..maxSpan / 2:
 * backwardBias / d^backwardExp; the target of each jump: jumpBoost; each neighbour of a target at
 * distance d = 1..proximityRange: proximityBoost / (d + 1). Then, if the last three keys of the
 * history rise, times historyBoost for the next ten. It names no key below 0, and keys from `length`
 * on only behind a current key that is larger still. A target outside the keys has no part, and its
 * neighbours have none from it. Keys are safe integers; for other keys it predicts nothing.
 *
 * Cost: one likelihood for each key in reach, 51 to 66 with six jumps, from a table. From the
 * reference system, `DynamicData`.
 *
 * @throws RangeError | TypeError for an option out of its limits, and for more than 65,536 keys in
 *   reach
 *
 * @example
 * ```ts
 * prefetchCache(loadFrame, dynamicData({ possibleJumps: [-15, -5, -1, 1, 5, 15], length: 10_000 }));
 * ```
 */
export function dynamicData(options: DynamicDataOptions): AccessPredictor<number> {
  const { historyBoost, length, ...settings } = resolve(options);
  const table = createJumpTable(settings);
  const { offsets, likelihoods } = table;
  const near = Math.min(NEAR, settings.maxSpan);
  const boosted = likelihoods.map((likelihood, i) =>
    isNear(offsets[i] ?? 0, near) ? likelihood * historyBoost : likelihood,
  );
  const lowest = offsets[0] ?? 0;
  const highest = offsets.at(-1) ?? 0;
  const end = Math.min(length, Number.MAX_SAFE_INTEGER + 1);
  return {
    predict(current, history, add) {
      if (!Number.isSafeInteger(current)) return;
      const rises = isRising(history);
      if (current + lowest < 0 || current + highest >= end) {
        addClipped(table, current, end, near, rises ? historyBoost : 1, add);
        return;
      }
      const given = rises ? boosted : likelihoods;
      for (let i = 0; i < given.length; i++) add(current + (offsets[i] ?? 0), given[i] ?? 0);
    },
  };
}

/**
 * Adds the keys in reach of a current key where some keys or targets do not exist: each likelihood
 * is the sum of the parts whose targets exist.
 */
function addClipped(
  table: JumpTable,
  current: number,
  end: number,
  near: number,
  boost: number,
  add: AddNumber,
): void {
  const { offsets, walks, firstPart, partLikelihoods, partTargets } = table;
  for (let i = 0; i < offsets.length; i++) {
    const offset = offsets[i] ?? 0;
    const key = current + offset;
    if (key < 0) continue;
    const walk = walks[i] ?? -1;
    let isNamed = walk >= 0 && (offset < 0 || key < end);
    let sum = isNamed ? walk : 0;
    for (let p = firstPart[i] ?? 0, last = firstPart[i + 1] ?? 0; p < last && key < end; p++) {
      const target = current + (partTargets[p] ?? 0);
      if (target < 0 || target >= end) continue;
      isNamed = true;
      sum += partLikelihoods[p] ?? 0;
    }
    if (isNamed) add(key, isNear(offset, near) ? sum * boost : sum);
  }
}

function isNear(offset: number, near: number): boolean {
  return offset >= 1 && offset <= near;
}

function isRising(history: readonly number[]): boolean {
  const { length } = history;
  if (length < 3) return false;
  return (
    isBelow(history[length - 3], history[length - 2]) &&
    isBelow(history[length - 2], history[length - 1])
  );
}

function resolve(options: DynamicDataOptions): Defined<DynamicDataOptions> {
  const { possibleJumps, length = Infinity } = checkOptions(options, OPTIONS);
  const {
    forwardBias = 2,
    backwardBias = 0.3,
    jumpBoost = 5,
    proximityBoost = 2,
    historyBoost = 2,
  } = options;
  const { maxSpan = 30, forwardExp = 0.8, backwardExp = 1.2, proximityRange = 5 } = options;
  if (!Array.isArray(possibleJumps))
    throw expected('possibleJumps', 'an array of integers', possibleJumps);
  for (const [i, jump] of possibleJumps.entries())
    checkNumber(`possibleJumps[${i}]`, jump as number, -FARTHEST, true, FARTHEST);
  const numbers = {
    forwardBias,
    backwardBias,
    jumpBoost,
    proximityBoost,
    historyBoost,
    forwardExp,
    backwardExp,
  };
  for (const [name, value] of Object.entries(numbers)) checkScale(name, value);
  checkNumber('maxSpan', maxSpan, 0, true, 32_767);
  checkNumber('proximityRange', proximityRange, 0, true, 32_767);
  if (length !== Infinity) checkNumber('length', length, 0, true, Number.MAX_SAFE_INTEGER);
  const pairs = maxSpan + Math.floor(maxSpan / 2) + possibleJumps.length * (2 * proximityRange + 1);
  if (pairs > MAX_PAIRS)
    throw expected(
      'possibleJumps',
      `few enough for ${MAX_PAIRS} likelihoods with neighbours and spans`,
      pairs,
      RangeError,
    );
  return { possibleJumps, length, ...numbers, maxSpan, proximityRange };
}
