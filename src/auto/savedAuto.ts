import type { FirstMixerJson, MixerJson } from '../learning/mixing/mixerJson.js';
import type { Mixer } from '../learning/mixing/mixer.js';
import { areRows } from '../learning/models/areRows.js';
import { VERSION } from '../learning/models/memoryJson.js';
import { expected } from '../options.js';

/**
 * The memory of an `auto` as JSON, of at most as many characters as `maxCharacters`: the keys that
 * came most often, of equals the latest, with all that is known of their order.
 *
 * It contains keys: strings, numbers (NaN and Infinity too), bigints of up to 1,024 bits, booleans
 * and null. Keys that are undefined, symbols, functions or objects are left out, as JSON does not
 * give back the same key. Models of version 1 are read, too.
 */
export interface AutoJson {
  readonly version: 1 | 2;
  readonly learned: unknown;
}

const WHAT = 'what `toJSON` of an `auto` gave';

/** Characters around the memory of a mixer. */
const FRAME = 32;

/** Saves a mixer, in slices. @param maxCharacters - of the JSON at most */
export function* saveAuto(
  mixer: Pick<Mixer<unknown>, 'saveInSlices'>,
  maxCharacters: number,
): Generator<void, AutoJson> {
  return { version: VERSION, learned: yield* mixer.saveInSlices(maxCharacters - FRAME) };
}

/**
 * The memory of a mixer, of the form that `saveAuto` returns.
 * @throws RangeError | TypeError that names a part that does not fit
 */
export function readAuto(json: AutoJson): MixerJson | FirstMixerJson {
  if (!isObject(json)) throw expected('from', WHAT, json);
  const { version, learned } = json as Partial<AutoJson>;
  if (version !== 1 && version !== VERSION)
    throw expected('from.version', `${VERSION} or 1`, version, RangeError);
  const { experts, uses, measured, precision, weights } = (learned ?? {}) as Partial<
    Record<keyof MixerJson | keyof FirstMixerJson, unknown>
  >;
  const isFit =
    isObject(experts) &&
    (version === 1
      ? areRows(precision) && areRows(weights)
      : typeof uses === 'string' && typeof measured === 'string' && precision === undefined);
  if (!isFit) throw expected('from.learned', WHAT, learned);
  return learned as MixerJson | FirstMixerJson;
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
