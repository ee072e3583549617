import { sameKey } from '../../options.js';
import type { Access, AccessPredictor } from '../../types.js';
import { discount, type AddPrediction, type Expert } from '../expert.js';
import { createPositions, type Positions } from '../positions.js';
import { createBlend } from './blend.js';
import { restoreMixer, saveMixer, type MixerJson } from './mixerJson.js';
import { createOpenPredictions, type OpenPredictions } from './openPredictions.js';
import { createPopularity, type Popularity } from './popularity.js';
import { createPrecision, type Precision } from './precision.js';

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

interface State<K> {
  readonly experts: readonly Expert<K>[];
  readonly steering: Steering;
  /** The first kind of each expert: kinds are numbered over all experts. */
  readonly firstKinds: readonly number[];
  /**
   * Kinds of all experts. Predictions of residents have as many kinds again, behind these: popular
   * keys are resident, and would make a useless expert look good.
   */
  readonly kinds: number;
  readonly precision: Precision;
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
  const priors = experts.flatMap((expert) => [...expert.priors]);
  const precision = createPrecision(Float64Array.from([...priors, ...priors]));
  const blend = createBlend(experts.length);
  const readers = createPositions<Reader<K>>(() => ({
    predictions: createOpenPredictions(precision, blend, experts.length, steering.horizon),
    calmHits: 0,
    isLost: false,
  }));
  const state: State<K> = {
    experts,
    steering,
    firstKinds: firstKindsOf(experts),
    kinds: priors.length,
    precision,
    popularity: createPopularity(),
    readers,
    access: undefined,
    isPassedOver: false,
  };
  return {
    observe: (access) => observe(state, access),
    ended(reader) {
      readers.delete(reader);
      endFrom(experts, 0, reader);
    },
    predict: (current, history, add) => predict(state, current, history, add),
    find(key) {
      const found = readers.last?.predictions.find(key);
      return found && { likelihood: found.likelihood, expert: experts[found.expert]?.name ?? '' };
    },
    toJSON: () => saveMixer(experts, precision, blend),
    restore: (learned) => restoreMixer(experts, precision, blend, learned),
  };
}

function firstKindsOf<K>(experts: readonly Expert<K>[]): number[] {
  let next = 0;
  return experts.map(({ priors }) => (next += priors.length) - priors.length);
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

function predict<K>(
  state: State<K>,
  current: K,
  history: readonly K[],
  add: (key: K, likelihood: number) => void,
): void {
  const { experts, steering, access } = state;
  const reader = state.readers.last;
  if (!access || !reader || !sameKey(access.key, current)) {
    predictUnobserved(state, current, history, add);
    return;
  }
  if (state.isPassedOver) return;
  if (reader.isLost) for (const expert of experts) expert.resume(access.reader, history);
  reader.isLost = false;
  const { predictions } = reader;
  experts.forEach((expert, i) =>
    expert.predictByKind(current, history, steering.depth, adderFor(state, predictions, access, i)),
  );
  predictions.mix();
  predictions.forEach(add);
  if (reader.calmHits >= CALM_HITS && isNearLoad(predictions, access, steering.threshold))
    reader.calmHits = 0;
}

/** Asks the experts about a key that was not requested last; nothing is measured. */
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

/** Adds predictions of an expert to those of a reader, with their measured likelihoods. */
function adderFor<K>(
  { firstKinds, kinds, popularity, precision, steering }: State<K>,
  predictions: OpenPredictions<K>,
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
  predictions: OpenPredictions<K>,
  access: Access<K>,
  threshold: number,
): boolean {
  let isFound = false;
  predictions.forEach((key, likelihood) => {
    if (likelihood * 2 >= threshold && !access.isResident(key)) isFound = true;
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
