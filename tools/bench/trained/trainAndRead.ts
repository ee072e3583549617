import { auto, type AutoJson } from 'rxjs-prefetch-cache';
import { prefetching } from '../../../src/replay/prefetching.js';
import { replay, type Outcome } from '../../../src/replay/replay.js';
import { replayApart, type ApartOutcome } from '../../../src/replay/replayApart.js';
import { someSessions, spreadSessions, type Sessions } from '../../../src/replay/sessions.js';
import type { Key, Setting } from '../../../src/replay/types.js';
import type { Trace } from '../replay/trace.js';

/** What a model of other sessions is worth. */
export interface Trained {
  /** Requests that were learned from, and sessions and requests that were read. */
  readonly learned: number;
  readonly sessions: number;
  readonly read: number;
  /** Characters of the model as JSON. */
  readonly size: number;
  /** All sessions on one cache. */
  readonly together: Compared<Outcome>;
  /** Sessions with a cache each; undefined if the sessions of a trace are not known. */
  readonly apart: Compared<ApartOutcome> | undefined;
}

/** A new `auto()`, and one that began with a model. */
export interface Compared<T> {
  readonly fresh: T;
  readonly trained: T;
}

/** With fewer sessions, a trace is cut into halves. */
const LEAST_SESSIONS = 4;

/** Learns from one part of a trace, and reads the other with and without the model. */
export async function trainAndRead(trace: Trace, setting: Setting): Promise<Trained> {
  const { before, after, hasSessions } = partsOf(trace);
  const learner = auto<Key>();
  const learning = prefetching(() => learner);
  await replay(learning, before.keys, setting, new Set(before.starts));
  const model = JSON.stringify(learner.toJSON());
  const compare = async <T>(run: (predictor: typeof learning) => Promise<T>) => ({
    fresh: await run(prefetching(() => auto())),
    trained: await run(prefetching(() => auto({ from: JSON.parse(model) as AutoJson }))),
  });
  const some = spreadSessions(after);
  return {
    learned: before.keys.length,
    sessions: after.starts.length,
    read: after.keys.length,
    size: model.length,
    together: await compare((system) => replay(system, after.keys, setting, new Set(after.starts))),
    apart: hasSessions
      ? await compare((system) => replayApart(system, some.keys, setting, some.starts))
      : undefined,
  };
}

interface Parts {
  readonly before: Sessions;
  readonly after: Sessions;
  readonly hasSessions: boolean;
}

/** Every second session and the others, or two halves. */
export function partsOf({ keys, starts = [] }: Trace): Parts {
  if (starts.length >= LEAST_SESSIONS) {
    const isEven = (session: number): boolean => session % 2 === 0;
    return {
      before: someSessions({ keys, starts }, isEven),
      after: someSessions({ keys, starts }, (session) => !isEven(session)),
      hasSessions: true,
    };
  }
  const half = Math.ceil(keys.length / 2);
  return {
    before: { keys: keys.slice(0, half), starts: [0] },
    after: { keys: keys.slice(half), starts: [0] },
    hasSessions: false,
  };
}
