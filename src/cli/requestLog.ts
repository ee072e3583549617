import type { Sessions } from '../replay/sessions.js';

/** The requests that are learned from, within a bound. */
export interface RequestLog {
  /** Begins a session. Returns its number. */
  open(): number;
  add(key: string, session: number): void;
  /** Requests that were added, forgotten ones included. */
  readonly added: number;
  /** The latest requests, one session after the other, in the order of their first requests. */
  sessions(): Sessions & { readonly keys: readonly string[] };
}

/** Characters of different keys at which the older half of the requests is forgotten. */
const MAX_CHARACTERS = 200_000_000;

/**
 * Holds the latest requests; each key is held once.
 *
 * @param limit - how many requests are held at most
 */
export function createRequestLog(limit: number): RequestLog {
  let keys: string[] = [];
  let sessionOf: number[] = [];
  let held = new Map<string, string>();
  let characters = 0;
  let opened = 0;

  const hold = (key: string): string => {
    const known = held.get(key);
    if (known !== undefined) return known;
    // A part of a line would hold the line.
    const own = JSON.parse(JSON.stringify(key)) as string;
    held.set(own, own);
    characters += own.length;
    return own;
  };
  const forget = (kept: number): void => {
    const from = keys.length - kept;
    held = new Map();
    characters = 0;
    keys = keys.slice(from).map(hold);
    sessionOf = sessionOf.slice(from);
  };

  const log = {
    added: 0,
    open: () => opened++,
    add(key: string, session: number) {
      log.added++;
      keys.push(hold(key));
      sessionOf.push(session);
      if (keys.length >= 2 * limit) forget(limit);
      else if (characters > MAX_CHARACTERS) forget(keys.length >> 1);
    },
    sessions() {
      if (keys.length > limit) forget(limit);
      const bySession = new Map<number, string[]>();
      keys.forEach((key, i) => {
        const session = sessionOf[i] ?? 0;
        const own = bySession.get(session);
        if (own) own.push(key);
        else bySession.set(session, [key]);
      });
      const ordered = [...bySession.values()];
      let at = 0;
      return {
        keys: ordered.flat(),
        starts: ordered.map((own) => {
          at += own.length;
          return at - own.length;
        }),
      };
    },
  };
  return log;
}
