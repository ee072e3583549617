import type { MixerJson } from '../learning/mixing/mixerJson.js';
import { areRows } from '../learning/models/areRows.js';
import { expected } from '../options.js';

/**
 * The memory of an `auto` as JSON: at most 150,000 characters, of the sequences and groups of keys
 * that came most often, and of equals the latest.
 *
 * It contains keys: strings, numbers (NaN and Infinity too), booleans and null. Keys that are
 * undefined, bigints, symbols, functions or objects are left out, as JSON does not give back the
 * same key.
 */
export interface AutoJson {
  readonly version: 1;
  readonly learned: unknown;
}

const VERSION = 1;

/** Wraps the memory of a mixer. */
export function* saveAuto(learned: Generator<void, MixerJson>): Generator<void, AutoJson> {
  return { version: VERSION, learned: yield* learned };
}

/**
 * The memory of a mixer, of the form that `saveAuto` returns.
 * @throws RangeError | TypeError that names a part that does not fit
 */
export function readAuto(json: AutoJson): MixerJson {
  if (typeof json !== 'object' || (json as unknown) === null)
    throw expected('from', 'what `toJSON` of an `auto` gave', json);
  const { version, learned } = json as Partial<AutoJson>;
  if (version !== VERSION) throw expected('from.version', `${VERSION}`, version, RangeError);
  const { experts, precision, weights } = (learned ?? {}) as Partial<MixerJson>;
  const isFit =
    typeof experts === 'object' &&
    (experts as unknown) !== null &&
    areRows(precision) &&
    areRows(weights);
  if (!isFit) throw expected('from.learned', 'what `toJSON` of an `auto` gave', learned);
  return learned as MixerJson;
}
