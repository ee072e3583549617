/** One line of an access log. */
export interface AccessLine {
  /** Address of the client, as it is logged. */
  readonly client: string;
  /** User agent; empty in the Common Log Format. */
  readonly agent: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Method of the request; empty for a request line without one. */
  readonly method: string;
  /** Path and query, as they are logged. */
  readonly target: string;
  readonly status: number;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
// No pattern here tries the same characters in two ways: the time grows with the length of a line.
const date = /\[(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)\] "/;
/** Ends the request line; a quotation mark within it is followed by something else. */
const answer = /" (\d{3}) (?:\d+|-)(?: |$)/;
const refererAndAgent = /^"(?:[^"\\]|\\.)*" "((?:[^"\\]|\\.)*)"/;
const protocol = / HTTP\/\d(?:\.\d)?$/;
const origin = /^https?:\/\/[^/?#]*/i;

/**
 * Reads a line in the Common or the Combined Log Format; what follows is ignored, and so is what
 * stands between the client and the date.
 *
 * @returns undefined for a line in another format
 */
export function parseAccessLine(line: string): AccessLine | undefined {
  const client = line.slice(0, Math.max(line.indexOf(' '), 0));
  const begun = date.exec(line);
  if (!begun || client === '') return undefined;
  const [, day, month = '', year, hours, minutes, seconds, sign, zoneHours, zoneMinutes] = begun;
  const monthIndex = months.indexOf(month);
  const rest = line.slice(begun.index + begun[0].length);
  const end = answer.exec(rest);
  if (!end || monthIndex < 0) return undefined;
  const local = Date.UTC(
    Number(year),
    monthIndex,
    Number(day),
    Number(hours),
    Number(minutes),
    Number(seconds),
  );
  const zone = (Number(zoneHours) * 60 + Number(zoneMinutes)) * 60_000 * (sign === '-' ? -1 : 1);
  return {
    client,
    agent: refererAndAgent.exec(rest.slice(end.index + end[0].length))?.[1] ?? '',
    at: local - zone,
    ...readRequest(rest.slice(0, end.index)),
    status: Number(end[1]),
  };
}

/** Reads `GET /path HTTP/1.1`. */
function readRequest(request: string): { method: string; target: string } {
  const space = request.indexOf(' ');
  if (space <= 0) return { method: '', target: request };
  return {
    method: request.slice(0, space),
    target: request
      .slice(space + 1)
      .replace(protocol, '')
      .replace(origin, ''),
  };
}
