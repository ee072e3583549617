import { expected } from '../../options.js';
import type { Expert } from '../expert.js';
import { createDictionaryReader } from '../models/dictionaryReader.js';
import { readMemory } from '../models/memoryJson.js';
import { createNumberReader } from '../models/numberReader.js';
import { createNumberWriter } from '../models/numberWriter.js';
import { saveModel, type MemoryJson } from '../models/saveModel.js';
import type { Blend } from './blend.js';
import { readMeasured, writeMeasured, type Measured } from './measuredJson.js';
import type { Popularity } from './popularity.js';
import type { Precision } from './precision.js';

/** The memory of a mixer. */
export interface MixerJson {
  /** The memory of each expert by its name; null for an expert without one. */
  readonly experts: Readonly<Record<string, MemoryJson | null>>;
  /** How often each value of the dictionary was requested, as digits. */
  readonly uses: string;
  /** The precision of predictions, and the weights of experts, as digits. */
  readonly measured: string;
}

/** The memory of a mixer in version 1. */
export interface FirstMixerJson extends Measured {
  readonly experts: Readonly<Record<string, unknown>>;
}

/** Characters of a model for each kind of prediction in it. */
const PER_KIND = 50;
/** Characters of a model from which on it has the weights of experts. */
const LEAST_WITH_WEIGHTS = 10_000;
/** Requests of a key at most. */
const MAX_USES = 65_535;

/** What a mixer learns, without its readers. */
export interface Learned<K> {
  readonly experts: readonly Expert<K>[];
  readonly precision: Precision;
  readonly blend: Blend;
  readonly popularity: Popularity<K>;
}

/** Saves the memory of a mixer, in slices. */
export function saveMixer<K>(
  { experts, precision, blend, popularity }: Learned<K>,
  maxCharacters: number,
): Generator<void, MixerJson> {
  const memories = experts.flatMap(({ memory }) => memory ?? []);
  const most = Math.floor(maxCharacters / PER_KIND);
  const weights = maxCharacters < LEAST_WITH_WEIGHTS ? [] : blend.toJSON();
  const measured = writeMeasured({ precision: precision.rows(most), weights });
  return saveModel(
    memories.map((memory) => memory.copy()),
    maxCharacters,
    (saved, values) => {
      const byName = new Map(memories.map(({ expert }, i) => [expert, saved[i]]));
      return {
        experts: Object.fromEntries(experts.map(({ name }) => [name, byName.get(name) ?? null])),
        uses: writeUses(values, popularity),
        measured,
      };
    },
  );
}

/**
 * Restores the memory of a mixer.
 * @throws RangeError | TypeError that names a part that does not fit, such as other experts
 */
export function restoreMixer<K>(
  { experts, precision, blend, popularity }: Learned<K>,
  learned: MixerJson | FirstMixerJson,
): void {
  // A database may return the names in another order.
  const sorted = (names: string[]): string => names.sort().join(', ');
  const own = sorted(experts.map(({ name }) => name));
  const others = sorted(Object.keys(learned.experts));
  if (others !== own) throw expected('from.learned.experts', `those of ${own}`, others, RangeError);
  const isFirst = 'precision' in learned;
  const dictionary = createDictionaryReader();
  for (const { name, memory } of experts) {
    const saved = learned.experts[name];
    if (saved === null || !memory) continue;
    if (isFirst) memory.readFirstVersion(saved);
    else readMemory(memory, saved, dictionary);
  }
  if (!isFirst) readUses(learned.uses, dictionary.values as readonly K[], popularity);
  const measured = isFirst
    ? learned
    : readMeasured(learned.measured, unfit('measured', learned.measured));
  precision.restore(measured.precision);
  blend.restore(measured.weights);
}

function writeUses<K>(values: readonly unknown[], popularity: Popularity<K>): string {
  const numbers = createNumberWriter();
  for (const value of values) numbers.write(0, popularity.countOf(value as K));
  return numbers.toString();
}

function readUses<K>(digits: string, values: readonly K[], popularity: Popularity<K>): void {
  const numbers = createNumberReader(digits, unfit('uses', digits));
  for (const value of values) popularity.restore(value, numbers.readUpTo(MAX_USES, 0));
}

/** The error for digits that no writer wrote. */
function unfit(name: string, value: unknown): () => never {
  return () => {
    throw expected(`from.learned.${name}`, 'what `toJSON` of an `auto` gave', value);
  };
}
