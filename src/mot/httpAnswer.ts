/**
 * What tells one state of a file from another; undefined or null where the server does not state
 * it.
 */
export interface FileVersion {
  readonly size: number | undefined;
  readonly etag: string | null;
  readonly modified: string | null;
}

/**
 * A `Content-Range`: the first and the last byte, and all bytes of the file where they are stated.
 */
export interface ContentRange {
  readonly first: number;
  readonly last: number;
  readonly total: number | undefined;
}

/**
 * A second: Last-Modified has no finer unit, and servers that share a file round it differently.
 */
const sameDate = 1000;

/** The state of the file that an answer states. */
export function versionOf({ status, headers }: Response): FileVersion {
  const length = headers.get('Content-Length');
  const size = totalOf(headers) ?? (status === 200 && length !== null ? Number(length) : undefined);
  return {
    // With an encoding, the length is that of the encoded bytes.
    size: encodingOf(headers) === undefined ? size : undefined,
    etag: headers.get('ETag'),
    modified: headers.get('Last-Modified'),
  };
}

/**
 * Whether two answers may be of the same state: what both state has to be equal.
 *
 * The strong and the weak form of one ETag are equal, and so are dates at most one second apart.
 */
export function isSameVersion(before: FileVersion, now: FileVersion): boolean {
  return (
    isSame(before.size, now.size, (a, b) => a === b) &&
    isSame(before.etag, now.etag, (a, b) => opaque(a) === opaque(b)) &&
    isSame(
      before.modified,
      now.modified,
      (a, b) => a === b || Math.abs(Date.parse(a) - Date.parse(b)) <= sameDate,
    )
  );
}

function isSame<T>(
  before: T | null | undefined,
  now: T | null | undefined,
  equal: (before: T, now: T) => boolean,
): boolean {
  return (
    before === null ||
    before === undefined ||
    now === null ||
    now === undefined ||
    equal(before, now)
  );
}

function opaque(etag: string): string {
  return etag.replace(/^W\//i, '');
}

/** The range that an answer states; undefined where it states none that can be read. */
export function contentRange(headers: Headers): ContentRange | undefined {
  const [, first, last] =
    /^\s*bytes[ =]+(\d+)-(\d+)\//i.exec(headers.get('Content-Range') ?? '') ?? [];
  if (first === undefined || Number(last) < Number(first)) return undefined;
  return { first: Number(first), last: Number(last), total: totalOf(headers) };
}

/** All bytes of the file, which a range and a refused range state; undefined where they do not. */
export function totalOf(headers: Headers): number | undefined {
  const [, total] = /\/(\d+)\s*$/.exec(headers.get('Content-Range') ?? '') ?? [];
  return total === undefined ? undefined : Number(total);
}

/** The `Content-Encoding`; undefined where the bytes are those of the file. */
export function encodingOf(headers: Headers): string | undefined {
  const encoding = headers.get('Content-Encoding')?.trim().toLowerCase() ?? '';
  return encoding === '' || encoding === 'identity' ? undefined : encoding;
}

/** How many bytes the answer to a range has, as far as it states that. */
export function statedBytes(headers: Headers): number | undefined {
  const range = contentRange(headers);
  if (range) return range.last + 1 - range.first;
  const length = headers.get('Content-Length');
  return length === null ? undefined : Number(length);
}

/** Whether an answer states that the server has byte ranges. */
export function hasByteRanges(headers: Headers): boolean {
  return /\bbytes\b/i.test(headers.get('Accept-Ranges') ?? '');
}

/**
 * Why an answer is not the range from `start` on that was requested; undefined if it is, as far as
 * the answer states it. A 200, which is all of the file, needs no words. Other origins hide
 * `Content-Range` from browsers, so its absence is no reason.
 */
export function rangeProblem({ status, headers }: Response, start: number): string | undefined {
  const encoding = encodingOf(headers);
  if (encoding !== undefined)
    return `its ranges are of the compressed bytes (Content-Encoding: ${encoding})`;
  if (status === 200) return '';
  if (status !== 206) return `the answer to \`bytes=${start}-\` is ${status}`;
  if (/^\s*multipart\//i.test(headers.get('Content-Type') ?? ''))
    return 'the answer is multipart/byteranges, expected one range';
  const stated = headers.get('Content-Range');
  if (stated === null || contentRange(headers)?.first === start) return undefined;
  return `requested bytes from ${start} on, got \`Content-Range: ${stated}\``;
}

/**
 * The milliseconds of a `Retry-After`, which is a number of seconds or a date; undefined where
 * there is none that can be read.
 */
export function retryAfterOf(headers: Headers): number | undefined {
  const value = headers.get('Retry-After')?.trim() ?? '';
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  // The server's own clock, where it states it, is the one that its date is of.
  const now = Date.parse(headers.get('Date') ?? '');
  const wait = Date.parse(value) - (Number.isNaN(now) ? Date.now() : now);
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}
