import { expected } from '../../options.js';
import type { Expert } from '../expert.js';
import type { Blend } from './blend.js';
import type { Precision } from './precision.js';

/** The memory of a mixer. */
export interface MixerJson {
  /** The memory of each expert by its name; null for an expert without one. */
  readonly experts: Readonly<Record<string, unknown>>;
  /** The rows of `Precision`: a kind, the gain of its predictions, and how many were judged. */
  readonly precision: readonly (readonly number[])[];
  /** The rows of `Blend`: a set of experts, and its weights. */
  readonly weights: readonly (readonly number[])[];
}

/** The part of the characters of a model that each expert may have. */
const SHARES: Readonly<Record<string, number>> = {
  deltas: 0.08,
  markov: 0.6,
  associations: 0.187,
  spatial: 0.053,
};

/** Saves the memory of a mixer, an expert a slice. */
export function* saveMixer<K>(
  experts: readonly Expert<K>[],
  precision: Precision,
  blend: Blend,
  maxCharacters: number,
): Generator<void, MixerJson> {
  const memories: Record<string, unknown> = {};
  for (const expert of experts) {
    const { name } = expert;
    memories[name] =
      expert.toJSON({ maxCharacters: 256 + Math.floor((SHARES[name] ?? 0) * maxCharacters) }) ??
      null;
    yield;
  }
  return { experts: memories, precision: precision.toJSON(), weights: blend.toJSON() };
}

/**
 * Restores the memory of a mixer.
 * @throws RangeError | TypeError that names a part that does not fit, such as other experts
 */
export function restoreMixer<K>(
  experts: readonly Expert<K>[],
  precision: Precision,
  blend: Blend,
  learned: MixerJson,
): void {
  // A database may return the names in another order.
  const sorted = (names: string[]): string => names.sort().join(', ');
  const own = sorted(experts.map(({ name }) => name));
  const others = sorted(Object.keys(learned.experts));
  if (others !== own) throw expected('from.learned.experts', `those of ${own}`, others, RangeError);
  for (const expert of experts) {
    const memory = learned.experts[expert.name];
    if (memory !== null) expert.restore(memory);
  }
  precision.restore(learned.precision);
  blend.restore(learned.weights);
}
