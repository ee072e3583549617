import { sameKey } from '../../options.js';
import type { Access, AccessPredictor } from '../../types.js';
import { discount, type AddPrediction, type Expert } from '../expert.js';
import { createPositions, type Positions } from '../positions.js';
import { createBlend } from './blend.js';
import { restoreMixer, saveMixer, type MixerJson, type MixerMemory } from './mixerJson.js';
import { createOpenPredictions, type OpenPredictions } from './openPredictions.js';
import { createPopularity, type Popularity } from './popularity.js';
import { createPrecision } from './precision.js';

/** The likelihood of a key, and the name of the expert whose likelihood was the largest. */
export interface MixedLikelihood {
  readonly likelihood: number;
  readonly expert: string;
}

/** Experts as one predictor. */
export interface Mixer<K> extends AccessPredictor<K> {
  observe(access: Access<K>): void;
  /** Forgets a reader. Its open predictions are not judged, as its next requests are unknown. */
  ended(reader: number): void;
  /**
   * The likelihood of a key for the reader that moved last; undefined without an open prediction.
   */
  find(key: K): MixedLikelihood | undefined;
  toJSON(): MixerJson;
  /**
   * Takes over the result of `toJSON`.
   * @throws RangeError | TypeError that names a part that does not fit, such as other experts
   */
  restore(learned: MixerJson): void;
}

/** Settings of a mixer that change while it works. */
export interface Steering {
  /** How many requests ahead experts predict. */
  readonly depth: number;
  /** The likelihood from which on a key is prefetched. */
  readonly threshold: number;
  /** Requests within which a prediction must come true, as of the first request of a reader. */
  readonly horizon: number;
  /** Milliseconds between requests, as a moving average. */
  readonly pace: number;
}

/**
 * After more than `CALM_HITS` hits in a row without a key that is worth a load, one request in
 * `SAMPLED` is observed; but only at a pace below `FAST` milliseconds, where observing costs most.
 */
const CALM_HITS = 64;
const SAMPLED = 32;
const FAST = 1;

interface Reader<K> {
  readonly predictions: OpenPredictions<K>;
  /** Hits in a row without a key that is worth a load. */
  calmHits: number;
  /** Whether requests were passed over, so that the experts do not know its position. */
  isLost: boolean;
}

interface State<K> extends MixerMemory<K> {
  readonly steering: Steering;
  /** How many kinds of prediction all experts have, and the first kind of each expert. */
  readonly kinds: number;
  readonly firstKinds: readonly number[];
  readonly popularity: Popularity<K>;
  readonly readers: Positions<Reader<K>>;
  /** The last access, observed or passed over. */
  access: Access<K> | undefined;
  isPassedOver: boolean;
}

/**
 * Mixes the predictions of experts.
 *
 * It measures how often the predictions of each kind come true; that share, less the base rates of
 * their keys, is their likelihood. The likelihoods of one key are blended into one.
 */
export function createMixer<K>(experts: readonly Expert<K>[], steering: Steering): Mixer<K> {
  const state = createState(experts, steering);
  const { readers } = state;
  return {
    observe: (access) => observe(state, access),
    ended(reader) {
      readers.delete(reader);
      endFrom(experts, 0, reader);
    },
    predict(current, history, add) {
      const { access } = state;
      const reader = readers.last;
      if (!access || !reader || !sameKey(access.key, current))
        predictUnobserved(state, current, history, add);
      else if (!state.isPassedOver) predictFor(state, reader, access, current, history, add);
    },
    find(key) {
      const found = readers.last?.predictions.find(key);
      return found && { likelihood: found.likelihood, expert: experts[found.expert]?.name ?? '' };
    },
    toJSON: () => saveMixer(state),
    restore: (learned) => restoreMixer(state, learned),
  };
}

function createState<K>(experts: readonly Expert<K>[], steering: Steering): State<K> {
  const priors = Float64Array.from(experts.flatMap((expert) => [...expert.priors]));
  const firstKinds = experts.map((_, i) =>
    experts.slice(0, i).reduce((sum, { priors: { length } }) => sum + length, 0),
  );
  // Predictions of residents have kinds of their own, behind those of absent keys: popular keys are
  // resident, and would make a useless expert look good.
  const precision = createPrecision(Float64Array.from([...priors, ...priors]));
  const blend = createBlend(experts.length);
  return {
    experts,
    precision,
    blend,
    steering,
    kinds: priors.length,
    firstKinds,
    popularity: createPopularity(),
    readers: createPositions(() => ({
      predictions: createOpenPredictions(precision, blend, experts.length, steering.horizon),
      calmHits: 0,
      isLost: false,
    })),
    access: undefined,
    isPassedOver: false,
  };
}

function observe<K>(state: State<K>, access: Access<K>): void {
  const { experts, steering, popularity } = state;
  const reader = state.readers.of(access.reader);
  state.access = access;
  reader.calmHits = access.outcome === 'hit' ? reader.calmHits + 1 : 0;
  state.isPassedOver =
    steering.pace < FAST && reader.calmHits > CALM_HITS && reader.calmHits % SAMPLED !== 0;
  if (state.isPassedOver) {
    if (!reader.isLost) reader.predictions.clear();
    reader.isLost = true;
    return;
  }
  if (reader.isLost) return;
  reader.predictions.judge(access.key);
  popularity.count(access.key);
  for (const expert of experts) expert.observe(access);
}

/** Asks the experts about a key that the last access was not for; nothing is measured. */
function predictUnobserved<K>(
  { experts, firstKinds, precision, steering }: State<K>,
  current: K,
  history: readonly K[],
  add: (key: K, likelihood: number) => void,
): void {
  experts.forEach((expert, i) => {
    const first = firstKinds[i] as number;
    expert.predictByKind(current, history, steering.depth, (key, kind, ahead) =>
      add(key, precision.of(first + kind) * discount(ahead)),
    );
  });
}

/** Asks the experts about the last access, and adds the blended likelihoods of all open keys. */
function predictFor<K>(
  state: State<K>,
  reader: Reader<K>,
  access: Access<K>,
  current: K,
  history: readonly K[],
  add: (key: K, likelihood: number) => void,
): void {
  const { experts, steering } = state;
  if (reader.isLost) for (const expert of experts) expert.resume(access.reader, history);
  reader.isLost = false;
  for (let i = 0; i < experts.length; i++)
    (experts[i] as Expert<K>).predictByKind(
      current,
      history,
      steering.depth,
      adderFor(state, reader, access, i),
    );
  reader.predictions.mix();
  reader.predictions.forEach(add);
  if (reader.calmHits >= CALM_HITS && isNearLoad(state, reader, access)) reader.calmHits = 0;
}

/** Adds predictions of an expert to those of a reader, with their measured likelihoods. */
function adderFor<K>(
  { firstKinds, kinds, popularity, precision, steering }: State<K>,
  { predictions }: Reader<K>,
  access: Access<K>,
  expert: number,
): AddPrediction<K> {
  const first = firstKinds[expert] as number;
  return (key, ownKind, ahead) => {
    if (sameKey(key, access.key)) return;
    const baseRate = popularity.within(key, steering.horizon);
    const isResident = access.isResident(key);
    const kind = first + ownKind + (isResident ? kinds : 0);
    const likelihood = precision.of(kind) * discount(ahead);
    predictions.add(key, expert, kind, likelihood, baseRate, isResident);
  };
}

/** Whether any absent key is worth a load, or half as likely. */
function isNearLoad<K>(
  { steering }: State<K>,
  { predictions }: Reader<K>,
  access: Access<K>,
): boolean {
  let isFound = false;
  predictions.forEach((key, likelihood) => {
    if (likelihood * 2 >= steering.threshold && !access.isResident(key)) isFound = true;
  });
  return isFound;
}

/** Ends a reader in all experts from an index on, also where one of them throws. */
function endFrom<K>(experts: readonly Expert<K>[], from: number, reader: number): void {
  if (from === experts.length) return;
  try {
    experts[from]?.ended(reader);
  } finally {
    endFrom(experts, from + 1, reader);
  }
}
