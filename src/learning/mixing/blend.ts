/** What several experts say of one key, as one likelihood. */
export interface Blend {
  /**
   * A likelihood as far as promises like it have come true lately: all of it if they did, nothing
   * if chance would have done as well.
   */
  trust(likelihood: number): number;
  /**
   * The likelihood of a key.
   * @param at - where its inputs begin: a logit of each expert that named it, 0 of others
   */
  mix(inputs: Float64Array, at: number): number;
  /**
   * What came of a promise: 1 for a key that was requested, less what it would have been by chance.
   */
  learn(inputs: Float64Array, at: number, promised: number, worth: number): void;
  /**
   * The weights of those sets of experts for which some were learned: of each its number and its
   * weights; at most 300 weights, of the sets that learned most.
   */
  toJSON(): number[][];
  /** Goes half the way to what `toJSON` gave, as today may be unlike yesterday. */
  restore(rows: readonly (readonly number[])[]): void;
}

const RATE = 0.02;
/**
 * How many weights are saved, of whole sets of experts; and within which limit, up or down, they
 * are saved and restored.
 */
const SAVED = 300;
const LIMIT = 1000;
/**
 * Weights before any is learned, by how many experts agree: alone each is believed, together they
 * know little more than one.
 */
const FIRST = [1, 1, 0.6, 0.4, 0.3];
/**
 * Trust is a mean over so many promises like one, and begins as after a few that were kept; what is
 * less likely than a whim is never held to it.
 */
const PROMISES = 60;
const START = 8;
const WHIM = 0.1;
/** Promises are alike between these likelihoods. */
const LEVELS = [0.25, 0.5] as const;
/**
 * Where what comes true is less than the first share of what was promised there is no trust, from
 * the second on it is whole.
 */
const NONE = 0.2;
const WHOLE = 0.6;

/** The logit of a likelihood; never 0, which stands for "did not say". */
export function logit(likelihood: number): number {
  const p = Math.min(0.995, Math.max(0.005, likelihood));
  return Math.log(p / (1 - p)) || 1e-9;
}

/**
 * Logistic mixing: of the logits of all who named a key the weighted sum, with weights of its own
 * for each set of experts, learned from what came of it. So the optimism of the best of many noisy
 * estimates is taken back, and agreement counts for what it was worth. M. Mahoney, Adaptive
 * weighing of context models for lossless data compression, 2005.
 */
export function createBlend(experts: number): Blend {
  const width = experts + 1;
  const weights = new Float64Array(width * 2 ** experts);
  const levels = [0.2, 0.4].map((mean) => ({
    promises: START,
    promised: mean,
    worth: mean,
    trust: 1,
  }));
  const levelOf = (likelihood: number) =>
    levels[likelihood < LEVELS[0] ? 0 : 1] as (typeof levels)[number];

  /** Where the weights of the experts that spoke begin. */
  const weightsOf = (inputs: Float64Array, at: number): number => {
    let set = 0;
    for (let i = 0; i < experts; i++) if (inputs[at + i] !== 0) set |= 1 << i;
    return set * width;
  };
  for (let set = 0; set < 2 ** experts; set++) {
    let size = 0;
    for (let i = 0; i < experts; i++) size += (set >> i) & 1;
    weights.fill(FIRST[Math.min(size, 4)] as number, set * width, set * width + experts);
  }
  const first = weights.slice();
  /** How far the weights of a set have moved. */
  const learnedBy = (set: number): number => {
    let sum = 0;
    for (let i = set * width; i < (set + 1) * width; i++)
      sum += Math.abs((weights[i] as number) - (first[i] as number));
    return sum;
  };
  return {
    trust: (likelihood: number) =>
      likelihood < LEVELS[1] ? likelihood * levelOf(likelihood).trust : likelihood,
    mix(inputs: Float64Array, at: number) {
      const from = weightsOf(inputs, at);
      let sum = weights[from + experts] as number;
      for (let i = 0; i < experts; i++)
        sum += (weights[from + i] as number) * (inputs[at + i] as number);
      return 1 / (1 + Math.exp(-sum));
    },
    learn(inputs: Float64Array, at: number, promised: number, worth: number) {
      const from = weightsOf(inputs, at);
      const by = RATE * (worth - promised);
      for (let i = 0; i < experts; i++)
        weights[from + i] = (weights[from + i] as number) + by * (inputs[at + i] as number);
      weights[from + experts] = (weights[from + experts] as number) + by;
      if (promised < WHIM || promised >= LEVELS[1]) return;
      const level = levelOf(promised);
      level.promises = Math.min(level.promises + 1, PROMISES);
      level.promised += (promised - level.promised) / level.promises;
      level.worth += (worth - level.worth) / level.promises;
      level.trust = Math.min(
        1,
        Math.max(0, (level.worth / level.promised - NONE) / (WHOLE - NONE)),
      );
    },
    toJSON: () =>
      Array.from({ length: 2 ** experts }, (_, set) => set)
        .filter((set) => learnedBy(set) > 0)
        .sort((a, b) => learnedBy(b) - learnedBy(a))
        .slice(0, SAVED / width)
        .map((set) => [
          set,
          ...Array.from(weights.subarray(set * width, (set + 1) * width), rounded),
        ]),
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

/** To thousandths, and within limits, so that no sum of weights overflows. */
function rounded(weight: number): number {
  return Math.round(Math.max(-LIMIT, Math.min(weight, LIMIT)) * 1e3) / 1e3;
}
