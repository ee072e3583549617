import { auto, lru, type AutoJson, type AutoPredictor, type Predictor } from 'rxjs-prefetch-cache';
import { prefetching } from '../replay/prefetching.js';
import { replay, type Outcome } from '../replay/replay.js';
import type { Key, Setting, System } from '../replay/types.js';
import { cutOf } from './cutOf.js';

/** Requests, one session after the other, with the index of the first of each session. */
export interface Requests {
  readonly keys: readonly Key[];
  readonly starts: readonly number[];
}

/** How a model is learned and measured. */
export interface LearnOptions {
  readonly setting: Setting;
  /** Is called before each request that is replayed, with its number and how many there are. */
  readonly onRequest: (done: number, total: number) => void;
}

/** What was learned. */
export interface Learned {
  /** The model of all requests. */
  readonly model: AutoJson;
  /** The model of the requests before the last fifth. */
  readonly earlier: AutoJson;
  /** What the earlier model is worth on the last fifth; undefined if there are too few requests. */
  readonly worth: Worth | undefined;
}

/** The last fifth of the requests, read in virtual time. */
export interface Worth {
  readonly sessions: number;
  readonly without: Outcome;
  readonly fresh: Outcome;
  readonly trained: Outcome;
}

/** With fewer requests in the last fifth, a measurement would be chance. */
const LEAST_MEASURED = 10;

/** Learns from requests in virtual time, each session as a reader of its own on one cache. */
export async function learn(
  { keys, starts }: Requests,
  { setting, onRequest }: LearnOptions,
): Promise<Learned> {
  const cut = cutOf(keys.length, starts);
  const rest = keys.slice(cut);
  const restStarts = new Set(starts.flatMap((start) => (start >= cut ? [start - cut] : [])));
  const isMeasured = rest.length >= LEAST_MEASURED && cut > 0;
  const total = keys.length + (isMeasured ? 3 * rest.length : 0);
  let done = 0;
  const counted = (system: System) => watched(system, () => onRequest(done++, total));
  const measure = (predictor: () => Predictor<Key>) =>
    replay(counted(prefetching(predictor)), rest, setting, restStarts);

  const learner = auto<Key>();
  let earlier: AutoJson | undefined;
  const learning = watched(
    prefetching(() => learner),
    (index) => {
      if (index === cut) earlier = copyOf(learner);
    },
  );
  await replay(counted(learning), keys, setting, new Set(starts));
  const model = copyOf(learner);
  const before = earlier ?? model;
  if (!isMeasured) return { model, earlier: before, worth: undefined };
  const demand = prefetching(
    () => () => [],
    () => ({ eviction: lru() }),
  );
  const worth = {
    sessions: restStarts.size + (restStarts.has(0) ? 0 : 1),
    without: await replay(counted(demand), rest, setting, restStarts),
    fresh: await measure(() => auto()),
    trained: await measure(() => auto({ from: before })),
  };
  return { model, earlier: before, worth };
}

/** A system that calls `before` with the index of each request. */
function watched(system: System, before: (index: number) => void): System {
  return (bench) => {
    const session = system(bench);
    let index = 0;
    return {
      ...session,
      get(key, deliver) {
        before(index++);
        session.get(key, deliver);
      },
    };
  };
}

/** The model of a predictor, as it is read back from a file. */
function copyOf(predictor: AutoPredictor<Key>): AutoJson {
  return JSON.parse(JSON.stringify(predictor.toJSON())) as AutoJson;
}
