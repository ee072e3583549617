/** Milliseconds without a request of a client that end its session. */
const GAP = 30 * 60_000;
/** Minimum of clients at which those whose session has ended are forgotten. */
const MANY = 10_000;

/**
 * Divides the requests of clients into sessions: a request begins one if the client made none in
 * the 30 minutes before.
 *
 * @param open - is called for each session that begins; returns its number
 * @returns the session of a request
 */
export function sessionsByClient(open: () => number): (client: string, at: number) => number {
  const last = new Map<string, { at: number; readonly session: number }>();
  let many = MANY;
  return (client, at) => {
    const known = last.get(client);
    // Logs that were written by several processes go back a little; rotated ones in a wrong order go back far.
    if (known && Math.abs(at - known.at) <= GAP) {
      known.at = at;
      return known.session;
    }
    if (last.size >= many) {
      for (const [other, session] of last) if (Math.abs(at - session.at) > GAP) last.delete(other);
      many = Math.max(MANY, 2 * last.size);
    }
    const session = open();
    last.set(client, { at, session });
    return session;
  };
}
