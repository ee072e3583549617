import { sameKey } from '../../options.js';
import type { Access, AccessPredictor } from '../../types.js';
import { discount, type AddPrediction, type Expert } from '../expert.js';
import { createPositions } from '../positions.js';
import { createBlend } from './blend.js';
import { restoreMixer, saveMixer, type FirstMixerJson, type MixerJson } from './mixerJson.js';
import { createOpenPredictions, type OpenPredictions } from './openPredictions.js';
import { createPopularity } from './popularity.js';
import { createPrecision } from './precision.js';

/** The likelihood of a key, and the name of the expert whose likelihood was the largest. */
export interface MixedLikelihood {
  readonly likelihood: number;
  readonly expert: string;
}

/** Experts as one predictor. */
export interface Mixer<K> extends AccessPredictor<K> {
  observe(access: Access<K>): void;
  /** Forgets a reader: its open predictions fail, as no request of it will follow. */
  ended(reader: number): void;
  /**
   * The likelihood of a key for the reader that moved last; undefined without an open prediction.
   */
  find(key: K): MixedLikelihood | undefined;
  /** Saves the memory in slices. @param maxCharacters - of its JSON at most */
  saveInSlices(maxCharacters: number): Generator<void, MixerJson>;
  /**
   * Takes over the result of `saveInSlices`, before anything is learned.
   * @throws RangeError | TypeError that names a part that does not fit, such as other experts
   */
  restore(learned: MixerJson | FirstMixerJson): void;
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
  /** An expert may end its reader while it observes. */
  hasEnded: boolean;
  /** The number of its last view; undefined for a reader of single keys. */
  view: number | undefined;
}

/**
 * Mixes the predictions of experts.
 *
 * It measures how often the predictions of each kind come true; that share, less the base rates of
 * their keys, is their likelihood. The likelihoods of one key are blended into one.
 */
// Over 50 lines, as `observe` and `predict` are two halves of one step, with the state between them.
export function createMixer<K>(experts: readonly Expert<K>[], steering: Steering): Mixer<K> {
  // Kinds are numbered over all experts. Predictions of residents have kinds of their own behind
  // these: popular keys are resident, and would make a useless expert look good.
  const priors = experts.flatMap((expert) => [...expert.priors]);
  const precision = createPrecision(Float64Array.from([...priors, ...priors]));
  let kinds = 0;
  const firstKinds = experts.map(
    (expert) => (kinds += expert.priors.length) - expert.priors.length,
  );
  const blend = createBlend(experts.length);
  const popularity = createPopularity<K>();
  const readers = createPositions<Reader<K>>(
    () => ({
      predictions: createOpenPredictions(precision, blend, experts.length, steering.horizon),
      calmHits: 0,
      isLost: false,
      hasEnded: false,
      view: undefined,
    }),
    (reader) => {
      reader.hasEnded = true;
      reader.predictions.fail();
    },
  );
  /** The last access. */
  let access: Access<K> | undefined;
  let isPassedOver = false;

  const ask = (current: K, history: readonly K[], adderOf: (expert: number) => AddPrediction<K>) =>
    experts.forEach((expert, i) =>
      expert.predictByKind(current, history, steering.depth, adderOf(i)),
    );
  /** Adds predictions to those of a reader, with their measured likelihoods. */
  const adderTo =
    ({ predictions }: Reader<K>, last: Access<K>) =>
    (expert: number): AddPrediction<K> =>
    (key, ownKind, ahead) => {
      if (sameKey(key, last.key)) return;
      const baseRate = popularity.within(key, steering.horizon);
      const isResident = last.isResident(key);
      const kind = (firstKinds[expert] as number) + ownKind + (isResident ? kinds : 0);
      const likelihood = precision.of(kind) * discount(ahead);
      predictions.add(key, expert, kind, likelihood, baseRate, isResident);
    };
  return {
    observe(next) {
      const reader = readers.of(next.reader);
      access = next;
      // Keys of one view are one moment.
      const isFurther = next.view !== undefined && next.view === reader.view;
      reader.view = next.view;
      if (next.outcome !== 'hit') reader.calmHits = 0;
      else if (!isFurther) reader.calmHits++;
      if (!isFurther || reader.calmHits === 0)
        isPassedOver =
          steering.pace < FAST && reader.calmHits > CALM_HITS && reader.calmHits % SAMPLED !== 0;
      if (isPassedOver && !reader.isLost) reader.predictions.clear();
      reader.isLost ||= isPassedOver;
      if (reader.isLost) return;
      reader.predictions.judge(next.key, isFurther);
      popularity.count(next.key);
      for (const expert of experts) if (!reader.hasEnded) expert.observe(next);
    },
    ended(reader) {
      readers.delete(reader);
      endFrom(experts, 0, reader);
    },
    predict(current, history, add) {
      const reader = readers.last;
      const last = access;
      if (!last || !reader || !sameKey(last.key, current)) {
        // Not the last access: nothing is measured.
        ask(
          current,
          history,
          (expert) => (key, kind, ahead) =>
            add(key, precision.of((firstKinds[expert] as number) + kind) * discount(ahead)),
        );
        return;
      }
      if (isPassedOver) return;
      if (reader.isLost) for (const expert of experts) expert.resume(last.reader, history);
      reader.isLost = false;
      reader.predictions.endView();
      ask(current, history, adderTo(reader, last));
      reader.predictions.mix();
      reader.predictions.forEach(add);
      if (reader.calmHits >= CALM_HITS && isNearLoad(reader, last, steering.threshold))
        reader.calmHits = 0;
    },
    find(key) {
      const found = readers.last?.predictions.find(key);
      return found && { likelihood: found.likelihood, expert: experts[found.expert]?.name ?? '' };
    },
    saveInSlices: (maxCharacters) =>
      saveMixer({ experts, precision, blend, popularity }, maxCharacters),
    restore: (learned) => restoreMixer({ experts, precision, blend, popularity }, learned),
  };
}

/** Whether any absent key is worth a load, or half as likely. */
function isNearLoad<K>({ predictions }: Reader<K>, access: Access<K>, threshold: number): boolean {
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
