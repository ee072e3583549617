import type { Key } from './types.js';

/** Requests, one session after the other. */
export interface Sessions {
  readonly keys: readonly Key[];
  /** The index of the first key of each session, in order. */
  readonly starts: readonly number[];
}

/** Sessions that are replayed apart, about: each has a predictor that reads the whole model. */
const MAX_APART = 100;

/** About 100 sessions, spread over all. */
export function spreadSessions(sessions: Sessions): Sessions {
  const step = Math.ceil(sessions.starts.length / MAX_APART);
  return someSessions(sessions, (session) => session % step === 0);
}

/** Some of the sessions, chosen by their number. */
export function someSessions(
  { keys, starts }: Sessions,
  isChosen: (session: number) => boolean,
): Sessions {
  const chosen = { keys: [] as Key[], starts: [] as number[] };
  for (const [session, start] of starts.entries()) {
    if (!isChosen(session)) continue;
    chosen.starts.push(chosen.keys.length);
    for (const key of keys.slice(start, starts[session + 1])) chosen.keys.push(key);
  }
  return chosen;
}
