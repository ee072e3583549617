import { auto, lru, type AutoJson, type AutoPredictor } from 'rxjs-prefetch-cache';
import { prefetching } from '../replay/prefetching.js';
import { replay, type Outcome } from '../replay/replay.js';
import { replayApart, type ApartOutcome } from '../replay/replayApart.js';
import { spreadSessions, type Sessions } from '../replay/sessions.js';
import type { Key, Setting, System } from '../replay/types.js';
import { cutOf } from './cutOf.js';

/** How a model is learned and measured. */
export interface LearnOptions {
  readonly setting: Setting;
  /** Characters of a model at most. */
  readonly maxCharacters: number;
  /** Called before each replayed request, with its number and the number of all. */
  readonly onRequest: (done: number, total: number) => void;
}

/** The result of `learn`. */
export interface Learned {
  /** The model of all requests. */
  readonly model: AutoJson;
  /** The model of the requests before the last fifth. */
  readonly earlier: AutoJson;
  /** What the earlier model is worth on the last fifth; undefined if it has too few requests. */
  readonly worth: Worth | undefined;
}

/** What a model is worth on requests that it was not learned from. */
export interface Worth {
  /** All sessions on one cache, as on a server. */
  readonly together: Rows<Outcome>;
  /** Some sessions with a cache each, as in browsers; undefined if there is only one. */
  readonly apart: Rows<ApartOutcome> | undefined;
}

/** The result of each system. */
export interface Rows<T> {
  readonly sessions: number;
  readonly without: T;
  readonly fresh: T;
  readonly trained: T;
}

/** With fewer requests in the last fifth, a measurement would be chance. */
const LEAST_MEASURED = 10;

/** Learns from requests in virtual time, each session as a reader of its own on one cache. */
export async function learn(
  { keys, starts }: Sessions,
  { setting, maxCharacters, onRequest }: LearnOptions,
): Promise<Learned> {
  const cut = cutOf(keys.length, starts);
  const rest = restOf({ keys, starts }, cut);
  const isMeasured = rest.keys.length >= LEAST_MEASURED && cut > 0;
  const some = spreadSessions(rest);
  const isApart = rest.starts.length > 1;
  const measured = rest.keys.length + (isApart ? some.keys.length : 0);
  const total = keys.length + (isMeasured ? 3 * measured : 0);
  let done = 0;
  const counted = (system: System) => watched(system, () => onRequest(done++, total));

  const learner = auto<Key>();
  let earlier: AutoJson | undefined;
  const learning = watched(
    prefetching(() => learner),
    (index) => {
      if (index === cut) earlier = copyOf(learner, maxCharacters);
    },
  );
  await replay(counted(learning), keys, setting, new Set(starts));
  const model = copyOf(learner, maxCharacters);
  const before = earlier ?? model;
  if (!isMeasured) return { model, earlier: before, worth: undefined };
  const measure = <T>(run: (system: System) => Promise<T>, sessions: number) =>
    rowsOf((system) => run(counted(system)), before, sessions);
  const together = await measure(
    (system) => replay(system, rest.keys, setting, new Set(rest.starts)),
    rest.starts.length,
  );
  const apart = isApart
    ? await measure(
        (system) => replayApart(system, some.keys, setting, some.starts),
        some.starts.length,
      )
    : undefined;
  return { model, earlier: before, worth: { together, apart } };
}

/** The requests after the cut, which may be within a session. */
function restOf({ keys, starts }: Sessions, cut: number): Sessions {
  const later = starts.filter((start) => start > cut).map((start) => start - cut);
  return { keys: keys.slice(cut), starts: [0, ...later] };
}

async function rowsOf<T>(
  run: (system: System) => Promise<T>,
  model: AutoJson,
  sessions: number,
): Promise<Rows<T>> {
  const nothing = prefetching(
    () => () => [],
    () => ({ eviction: lru() }),
  );
  return {
    sessions,
    without: await run(nothing),
    fresh: await run(prefetching(() => auto())),
    trained: await run(prefetching(() => auto({ from: model }))),
  };
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
function copyOf(predictor: AutoPredictor<Key>, maxCharacters: number): AutoJson {
  return JSON.parse(JSON.stringify(predictor.toJSON({ maxCharacters }))) as AutoJson;
}
