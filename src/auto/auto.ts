import type { Explanation } from '../events.js';
import { anyCodec } from '../learning/codecs/anyCodec.js';
import { numbered } from '../learning/codecs/numbered.js';
import type { Expert } from '../learning/expert.js';
import { createAssociations } from '../learning/experts/associations.js';
import { createDeltas } from '../learning/experts/deltas.js';
import { createMarkov } from '../learning/experts/markov.js';
import { createRanked } from '../learning/experts/createRanked.js';
import { createSpatial } from '../learning/experts/spatial.js';
import { createStrides } from '../learning/experts/strides.js';
import { createMixer, type Mixer } from '../learning/mixing/mixer.js';
import { checkMethods, checkOptions, checkPart, expected } from '../options.js';
import type { Access, AccessPredictor, KeyIdentity, Predictor } from '../types.js';
import { createAdaptive, type AdaptiveControl, type AdaptiveOptions } from './adaptive.js';
import { runSlices } from '../learning/models/runSlices.js';
import { ofIdentities, withIdentity } from './identity.js';
import { maxCharactersOf, type SaveOptions } from '../learning/models/saveOptions.js';
import { readAuto, saveAuto, type AutoJson } from './savedAuto.js';

/** Options of `auto`. */
export interface AutoOptions<K> extends AdaptiveOptions {
  /**
   * Further experts: predictors of any kind, measured as its own experts are.
   * @defaultValue none
   */
  readonly experts?: readonly Predictor<K>[] | undefined;
  /**
   * For keys that are objects: their identity as a string, and back. They then have steps, and a saved
   * model contains them.
   * @defaultValue none: an object counts as one key, without steps
   */
  readonly identity?: KeyIdentity<K> | undefined;
  /** Its own experts to leave out. @defaultValue none */
  readonly without?: readonly OwnExpert[] | undefined;
  /**
   * A saved model: the result of `toJSON` of an `auto` with the same experts. It counts for a few
   * requests only where readers have changed.
   * @defaultValue none
   */
  readonly from?: AutoJson | undefined;
}

/** The names of the experts of `auto`. */
export type OwnExpert = 'strides' | 'deltas' | 'markov' | 'associations' | 'spatial';

/** The predictor that `auto` makes. One instance serves one cache. */
export interface AutoPredictor<K> extends AccessPredictor<K> {
  observe(access: Access<K>): void;
  ended(reader: number): void;
  /** How many requests it has observed: while it stays equal, the model does not change. */
  observed(): number;
  readonly control: AdaptiveControl<K>;
  /** Why a key is planned, kept or skipped, as of the last prediction. */
  explain(key: K): Explanation;
  /**
   * A saved model, for `from` and `restore`. `JSON.stringify` passes a string, which is ignored.
   * @throws RangeError | TypeError for a `maxCharacters` out of its limits
   */
  toJSON(options?: SaveOptions | string): AutoJson;
  /**
   * The same, in slices: each `next()` takes a few ms at most, and learning may go on between them.
   * The return value is the model.
   *
   * @throws RangeError | TypeError for a `maxCharacters` out of its limits, at once
   */
  saveInSlices(options?: SaveOptions): Generator<void, AutoJson>;
  /**
   * Takes over a saved model at any time, in place of all that was learned before. Readers go on
   * with their next request; further experts keep what they know.
   *
   * @throws RangeError | TypeError that names the part that does not fit; nothing has changed then
   */
  restore(saved: AutoJson): void;
}

/** Further experts at most, as each set of experts has weights of its own. */
const MAX_FURTHER = 5;

/**
 * Learns which keys are requested next, on any stream, without settings.
 *
 * Five experts predict: `strides`, `deltas`, `markov`, `associations` and `spatial`. Each kind of
 * prediction is measured against the stream, whether or not anything is prefetched for it. The
 * likelihood of a key is the share of such predictions that came true, less its base rate; so on a
 * stream without a pattern nothing is prefetched. All readers of a cache share what is learned; each
 * has its own position. `auto` brings `adaptive()` along, which decides what is worth a load. It takes
 * keys of any kind; integers, bigints, map tiles `z/x/y` and strings with numbers have steps, too.
 * With `from` it starts with a saved model.
 *
 * Cost: 10 to 30 µs a move, a fraction of it while all requested keys are resident. Memory is
 * bounded, at most a few MB: it remembers thousands of keys, and fewer where keys are longer than
 * 500 characters. An object counts as one key, however large. Prediction with expert advice: N.
 * Cesa-Bianchi and G. Lugosi, 2006; measured precision after S. Pugsley et al., Sandbox prefetching,
 * HPCA 2014.
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
  const { waste, dwell, experts, identity, without, from } = checkOptions(options, [
    'waste',
    'dwell',
    'experts',
    'identity',
    'without',
    'from',
  ]);
  if (identity !== undefined) checkMethods('identity', identity, ['write', 'read']);
  const control = createAdaptive<K>({ waste, dwell });
  const further = furtherExperts(experts, identity);
  const create = (): Mixer<K> => createMixer([...ownExperts<K>(without), ...further], control);
  const restored = (saved: AutoJson): Mixer<K> => {
    const fresh = create();
    fresh.restore(readAuto(saved));
    return fresh;
  };
  let mixer = from === undefined ? create() : restored(from);
  // `restore` replaces the mixer.
  const own = {
    observe: (access: Access<K>) => {
      observed++;
      mixer.observe(access);
    },
    ended: (reader: number) => mixer.ended(reader),
    predict: (current: K, history: readonly K[], add: (key: K, likelihood: number) => void) =>
      mixer.predict(current, history, add),
  };
  let observed = 0;
  return {
    ...(identity ? withIdentity(own, identity) : own),
    observed: () => observed,
    control,
    explain: (key) =>
      explain(mixer, control.threshold, identity ? (identity.write(key) as K) : key),
    toJSON: (save) => runSlices(saveAuto(mixer, maxCharactersOf(save))),
    saveInSlices: (save) => saveAuto(mixer, maxCharactersOf(save)),
    restore(saved) {
      mixer = restored(saved);
    },
  };
}

function furtherExperts<K>(
  predictors: readonly Predictor<K>[] = [],
  identity: KeyIdentity<K> | undefined,
): Expert<K>[] {
  if (!Array.isArray(predictors as unknown))
    throw expected('experts', 'an array of predictors', predictors);
  if (predictors.length > MAX_FURTHER)
    throw expected('experts', `at most ${MAX_FURTHER} predictors`, predictors, RangeError);
  return predictors.map((predictor, i) => {
    checkPart(`experts[${i}]`, predictor, 'predict', 'observe', 'ended');
    const expert = identity ? ofIdentities(predictor, identity) : predictor;
    return createRanked(expert, `experts[${i}]`);
  });
}

function ownExperts<K>(without: readonly OwnExpert[] = []): Expert<K>[] {
  // One codec for all, so that each key is parsed once.
  const codec = anyCodec<K>(numbered());
  const own: Record<OwnExpert, Expert<K>> = {
    strides: createStrides({ codec }),
    deltas: createDeltas({ codec }),
    markov: createMarkov(),
    associations: createAssociations(),
    spatial: createSpatial({ codec }),
  };
  const names = Object.keys(own) as OwnExpert[];
  for (const name of [without].flat())
    if (!names.includes(name))
      throw expected('without', `some of ${names.join(', ')}`, name, RangeError);
  return names.filter((name) => !without.includes(name)).map((name) => own[name]);
}

function explain<K>(mixer: Mixer<K>, threshold: number, key: K): Explanation {
  const { likelihood, expert } = mixer.find(key) ?? { likelihood: 0, expert: undefined };
  return {
    likelihood,
    expert,
    threshold,
    verdict: likelihood >= threshold ? 'planned' : likelihood >= threshold / 2 ? 'kept' : 'skipped',
  };
}
