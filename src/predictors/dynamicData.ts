import { checkNumber, checkOptions, expected, type Defined } from '../options.js';
import type { AccessPredictor } from '../types.js';
import { MAX_PAIRS } from './checkLikelihood.js';
import { checkScale } from './checkScale.js';
import { isBelow } from './isBelow.js';
import { createJumpTable, type JumpTable } from './jumpTable.js';

/** Options of `dynamicData`. Biases, boosts and exponents are numbers from 0 and up. */
export interface DynamicDataOptions {
  /** The jumps that readers make, as differences of keys: safe integers. */
  readonly possibleJumps: readonly number[];
  /** Likelihood of the next key; those after it fall off from it. @defaultValue 2 */
  readonly forwardBias?: number | undefined;
  /** Likelihood of the key before; those before it fall off from it. @defaultValue 0.3 */
  readonly backwardBias?: number | undefined;
  /** What the target of a jump has on top. @defaultValue 5 */
  readonly jumpBoost?: number | undefined;
  /** What a neighbour of a target at distance d has on top is this by d + 1. @defaultValue 2 */
  readonly proximityBoost?: number | undefined;
  /**
   * By how much the next ten keys are likelier while the last three of the history rise.
   * @defaultValue 2
   */
  readonly historyBoost?: number | undefined;
  /**
   * How far ahead it looks, in keys; back it looks half as far: an integer from 0 to 32,767.
   * @defaultValue 30
   */
  readonly maxSpan?: number | undefined;
  /** How fast likelihood falls ahead: 0 is not at all. @defaultValue 0.8 */
  readonly forwardExp?: number | undefined;
  /** How fast likelihood falls behind: 0 is not at all. @defaultValue 1.2 */
  readonly backwardExp?: number | undefined;
  /**
   * How many keys to either side of a target are its neighbours: an integer from 0 to 32,767.
   * @defaultValue 5
   */
  readonly proximityRange?: number | undefined;
  /** How many keys there are, from key 0: an integer from 0 and up. @defaultValue no limit */
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

/** How many keys ahead history makes likelier. */
const NEAR = 10;

/** The farthest jump: from any key, it and its neighbours are exact. */
const FARTHEST = 2 ** 52;

/**
 * Keys ahead, keys behind, and wherever a jump may lead: for readers with buttons such as −15, −5,
 * +5 and +15.
 *
 * The sum of: forward d = 1..maxSpan: forwardBias / d^forwardExp; backward d = 1..maxSpan / 2:
 * backwardBias / d^backwardExp; the target of each jump: jumpBoost; each neighbour of a target at
 * distance d = 1..proximityRange: proximityBoost / (d + 1). Then, if the last three keys of the
 * history rise, times historyBoost for the next ten. It names no key below 0; nothing leads to a
 * key from `length` and up but going back; a target outside gives nothing, to its neighbours
 * neither. Its keys are safe integers; for any other it says nothing.
 *
 * Cost: one score a key in reach, 51 to 66 with six jumps, from a table. From the reference system,
 * `DynamicData`.
 *
 * @throws RangeError | TypeError for an option out of its limits, or if they make more than 65,536
 *   scores
 *
 * @example
 * ```ts
 * prefetchCache(loadFrame, dynamicData({ possibleJumps: [-15, -5, -1, 1, 5, 15], length: 10_000 }));
 * ```
 */
export function dynamicData(options: DynamicDataOptions): AccessPredictor<number> {
  const { historyBoost, length, ...settings } = resolve(options);
  const table = createJumpTable(settings);
  const { offsets, scores } = table;
  const near = Math.min(NEAR, settings.maxSpan);
  const boosted = scores.map((score, i) =>
    isNear(offsets[i] ?? 0, near) ? score * historyBoost : score,
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
      const said = rises ? boosted : scores;
      for (let i = 0; i < said.length; i++) add(current + (offsets[i] ?? 0), said[i] ?? 0);
    },
  };
}

/**
 * Where some keys or targets do not exist: each sum is made anew, of the parts whose targets do.
 */
function addClipped(
  table: JumpTable,
  current: number,
  end: number,
  near: number,
  boost: number,
  add: AddNumber,
): void {
  const { offsets, walks, firstPart, partScores, partTargets } = table;
  for (let i = 0; i < offsets.length; i++) {
    const offset = offsets[i] ?? 0;
    const key = current + offset;
    if (key < 0) continue;
    const walk = walks[i] ?? -1;
    let isSaid = walk >= 0 && (offset < 0 || key < end);
    let sum = isSaid ? walk : 0;
    for (let p = firstPart[i] ?? 0, last = firstPart[i + 1] ?? 0; p < last && key < end; p++) {
      const target = current + (partTargets[p] ?? 0);
      if (target < 0 || target >= end) continue;
      isSaid = true;
      sum += partScores[p] ?? 0;
    }
    if (isSaid) add(key, isNear(offset, near) ? sum * boost : sum);
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
      `few enough for ${MAX_PAIRS} scores with neighbours and spans`,
      pairs,
      RangeError,
    );
  return { possibleJumps, length, ...numbers, maxSpan, proximityRange };
}
