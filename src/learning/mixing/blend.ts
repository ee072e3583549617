import { createTrust } from './trust.js';

/**
 * Blends the likelihoods that several experts give one key into one.
 *
 * Its inputs are a row of numbers, one for each expert: the logit of its likelihood, 0 for an
 * expert that did not predict the key.
 */
export interface Blend {
  /** A blended likelihood, reduced where such likelihoods seldom came true. */
  trust(likelihood: number): number;
  /** The blended likelihood of the inputs that begin at `at`. */
  mix(inputs: Float32Array, at: number): number;
  /**
   * Learns how a blended likelihood turned out.
   *
   * @param gain - 1 for a key that was requested, else 0, less its base rate
   */
  learn(inputs: Float32Array, at: number, likelihood: number, gain: number): void;
  /**
   * A row for each set of experts with learned weights: the number of the set, and its weights; at
   * most 300 weights, of the sets that learned most.
   */
  toJSON(): number[][];
  /** Moves half the way to the weights of `toJSON`, as readers may differ by now. */
  restore(rows: readonly (readonly number[])[]): void;
}

const LEARNING_RATE = 0.02;
/** Weights that are saved at most, of whole sets of experts. */
const MAX_SAVED = 300;
/** Largest absolute value of a weight that is saved or restored. */
const MAX_WEIGHT = 1000;
/**
 * Weights before any is learned, by how many experts predicted the key: a single one is believed,
 * several know little more than one.
 */
const FIRST_WEIGHTS = [1, 1, 0.6, 0.4, 0.3];

/** The logit of a likelihood; never 0, which stands for an expert without a prediction. */
export function logit(likelihood: number): number {
  const p = Math.min(0.995, Math.max(0.005, likelihood));
  return Math.log(p / (1 - p)) || 1e-9;
}

/**
 * Logistic mixing: the weighted sum of the logits of all experts that predicted a key, with weights
 * for each set of experts, which are learned. It corrects the optimism of the largest of many noisy
 * estimates, and learns how much agreement is worth. M. Mahoney, Adaptive weighing of context models
 * for lossless data compression, 2005.
 */
export function createBlend(experts: number): Blend {
  // A row for each set of experts: a weight for each expert, and the bias.
  const width = experts + 1;
  const weights = firstWeights(experts);
  const first = weights.slice();
  const trust = createTrust();
  /** Where the weights of the experts with an input begin. */
  const weightsOf = (inputs: Float32Array, at: number): number => {
    let set = 0;
    for (let i = 0; i < experts; i++) if (inputs[at + i] !== 0) set |= 1 << i;
    return set * width;
  };
  return {
    trust: trust.reduced,
    mix(inputs, at) {
      const from = weightsOf(inputs, at);
      let sum = weights[from + experts] as number;
      for (let i = 0; i < experts; i++)
        sum += (weights[from + i] as number) * (inputs[at + i] as number);
      return 1 / (1 + Math.exp(-sum));
    },
    learn(inputs, at, likelihood, gain) {
      const from = weightsOf(inputs, at);
      const by = LEARNING_RATE * (gain - likelihood);
      for (let i = 0; i < experts; i++)
        weights[from + i] = (weights[from + i] as number) + by * (inputs[at + i] as number);
      weights[from + experts] = (weights[from + experts] as number) + by;
      trust.learn(likelihood, gain);
    },
    toJSON: () => savedRows(weights, first, width),
    restore(rows) {
      for (const [set = 0, ...learned] of rows) {
        learned.forEach((weight, i) => {
          const at = set * width + i;
          weights[at] = ((first[at] as number) + rounded(weight)) / 2;
        });
      }
    },
  };
}

function firstWeights(experts: number): Float64Array {
  const width = experts + 1;
  const weights = new Float64Array(width * 2 ** experts);
  for (let set = 0; set < 2 ** experts; set++) {
    let size = 0;
    for (let i = 0; i < experts; i++) size += (set >> i) & 1;
    weights.fill(FIRST_WEIGHTS[Math.min(size, 4)] as number, set * width, set * width + experts);
  }
  return weights;
}

function savedRows(weights: Float64Array, first: Float64Array, width: number): number[][] {
  /** How far the weights of a set have moved. */
  const learnedBy = (set: number): number => {
    let sum = 0;
    for (let i = set * width; i < (set + 1) * width; i++)
      sum += Math.abs((weights[i] as number) - (first[i] as number));
    return sum;
  };
  return Array.from({ length: weights.length / width }, (_, set) => set)
    .filter((set) => learnedBy(set) > 0)
    .sort((a, b) => learnedBy(b) - learnedBy(a))
    .slice(0, MAX_SAVED / width)
    .map((set) => [set, ...Array.from(weights.subarray(set * width, (set + 1) * width), rounded)]);
}

/** Rounds to thousandths, within limits so that no sum of weights overflows. */
function rounded(weight: number): number {
  return Math.round(Math.max(-MAX_WEIGHT, Math.min(weight, MAX_WEIGHT)) * 1e3) / 1e3;
}
