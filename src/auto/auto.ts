import { createAdaptive, type AdaptiveControl, type AdaptiveOptions } from './adaptive.js';
import type { Expert } from '../learning/expert.js';
import { createMixer, type MixerJson } from '../learning/mixing/mixer.js';
import { ranked } from '../learning/experts/ranked.js';
import { checkOptions, checkPart, expected } from '../options.js';
import type { Explanation } from '../events.js';
import type { Access, AccessPredictor, Predictor } from '../types.js';
import { associations } from '../learning/experts/associations.js';
import { deltas } from '../learning/experts/deltas.js';
import { areRows } from '../learning/models/areRows.js';
import { markov } from '../learning/experts/markov.js';
import { spatial } from '../learning/experts/spatial.js';
import { strides } from '../learning/experts/strides.js';

/** Options of `auto`. All can be left out. */
export interface AutoOptions<K> extends AdaptiveOptions {
  /**
   * More experts, beside its own: any predictors. They are measured as its own are.
   * @defaultValue none
   */
  readonly experts?: readonly Predictor<K>[] | undefined;
  /** Those of its own that are left out. @defaultValue none */
  readonly without?: readonly OwnExpert[] | undefined;
  /**
   * What one with the same experts learned: what its `toJSON` gave. It is believed until what comes
   * says otherwise.
   * @defaultValue nothing
   */
  readonly from?: AutoJson | undefined;
}

/** The experts that `auto` has of its own. */
export type OwnExpert = 'strides' | 'deltas' | 'markov' | 'associations' | 'spatial';

/**
 * What an `auto` has learned, as JSON: at most 150,000 characters, of what it remembers that which
 * came most often, and of that the latest.
 *
 * The keys are in it: strings, numbers (NaN and Infinity too), booleans and null. Keys that are
 * undefined, bigints, symbols, functions or objects are left out, as JSON does not give back the
 * same key.
 */
export interface AutoJson {
  readonly version: 1;
  readonly learned: unknown;
}

/** The predictor that `auto` makes. One instance serves one cache. */
export interface AutoPredictor<K> extends AccessPredictor<K> {
  observe(access: Access<K>): void;
  ended(reader: number): void;
  readonly control: AdaptiveControl<K>;
  /** Why a key is planned, kept or skipped, as of the last prediction. */
  explain(key: K): Explanation;
  /** What was learned, for `from`: at most 150,000 characters as a text. */
  toJSON(): AutoJson;
}

const VERSION = 1;

/**
 * Learns what comes next, on any stream, without settings.
 *
 * Five experts guess: `strides`, `deltas`, `markov`, `associations` and `spatial`. Each kind of
 * guess is measured against the stream, whether or not anything is loaded for it, and a key is as
 * likely as the share of such guesses that came true, beyond what would have been by chance; so on
 * a stream without pattern nothing is prefetched. What is learned is common to all readers of a
 * cache, where they are is each reader's own. It brings `adaptive()` along, which says what is
 * worth a load. Keys of any kind; integers and map tiles `z/x/y` have steps, too. With `from` it
 * begins where another one ended.
 *
 * Cost: 10 to 30 µs a move, a fraction of it while all that is requested is there; memory is
 * bounded, at most a few MB: it remembers thousands of keys, and fewer where keys are longer than
 * 500 characters. An object counts as one key, however large. Prediction with expert advice: N.
 * Cesa-Bianchi and G. Lugosi, 2006; measured precision after S. Pugsley et al., Sandbox
 * prefetching, HPCA 2014.
 *
 * @throws RangeError | TypeError for an option out of its limits, and for a `from` that does not
 *   fit
 *
 * @example
 * ```ts
 * prefetchCache((page: number) => fetch(`/pages/${page}`).then((response) => response.text()), auto());
 * ```
 */
export function auto<K = any>(options: AutoOptions<K> = {}): AutoPredictor<K> {
  const {
    waste,
    dwell,
    experts = [],
    without = [],
    from,
  } = checkOptions(options, ['waste', 'dwell', 'experts', 'without', 'from']);
  const control = createAdaptive<K>({ waste, dwell });
  if (!Array.isArray(experts as unknown))
    throw expected('experts', 'an array of predictors', experts);
  if (experts.length > MOST)
    throw expected('experts', `at most ${MOST} predictors`, experts, RangeError);
  experts.forEach((predictor, i) =>
    checkPart(`experts[${i}]`, predictor, 'predict', 'observe', 'ended'),
  );
  const own: Record<OwnExpert, Expert<K>> = {
    strides: strides<K>(),
    deltas: deltas<K>(),
    markov: markov<K>(),
    associations: associations<K>(),
    spatial: spatial<K>(),
  };
  const names = Object.keys(own) as OwnExpert[];
  for (const name of [without].flat())
    if (!names.includes(name))
      throw expected('without', `some of ${names.join(', ')}`, name, RangeError);
  const mixer = createMixer<K>(
    [
      ...names.filter((name) => !without.includes(name)).map((name) => own[name]),
      ...experts.map((predictor: Predictor<K>, i) => ranked(predictor, `experts[${i}]`)),
    ],
    control,
  );
  if (from !== undefined) mixer.restore(checkJson(from));
  return {
    observe: (access) => mixer.observe(access),
    ended: (reader) => mixer.ended(reader),
    predict: (current, history, add) => mixer.predict(current, history, add),
    control,
    explain(key) {
      const { threshold } = control;
      const { likelihood, expert } = mixer.said(key) ?? { likelihood: 0, expert: undefined };
      return {
        likelihood,
        expert,
        threshold,
        verdict:
          likelihood >= threshold ? 'planned' : likelihood >= threshold / 2 ? 'kept' : 'skipped',
      };
    },
    toJSON: () => ({ version: VERSION, learned: mixer.toJSON() }),
  };
}

/** Each set of experts has weights of its own. */
const MOST = 5;

function checkJson(json: AutoJson): MixerJson {
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
