/** Identifies a version of a file; undefined or null for what the server does not state. */
export interface FileVersion {
  readonly size: number | undefined;
  readonly etag: string | null;
  readonly modified: string | null;
}

/** A `Content-Range`: the first and the last byte, and the size of the file if it is stated. */
export interface ContentRange {
  readonly first: number;
  readonly last: number;
  readonly total: number | undefined;
}

/** Milliseconds by which servers that share a file may round `Last-Modified` differently. */
const sameDate = 1000;

/** Version of the file in an answer. */
export function versionOf({ status, headers }: Response): FileVersion {
  const length = headers.get('Content-Length');
  const size = totalOf(headers) ?? (status === 200 && length !== null ? Number(length) : undefined);
  return {
    // With an encoding, the length counts encoded bytes.
    size: encodingOf(headers) === undefined ? size : undefined,
    etag: headers.get('ETag'),
    modified: headers.get('Last-Modified'),
  };
}

/**
 * Whether two versions may be the same: all that both state is equal.
 *
 * The strong and the weak form of one ETag are equal, and so are dates up to one second apart.
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

/** Range of an answer; undefined without a valid one. */
export function contentRange(headers: Headers): ContentRange | undefined {
  const [, first, last] =
    /^\s*bytes[ =]+(\d+)-(\d+)\//i.exec(headers.get('Content-Range') ?? '') ?? [];
  if (first === undefined || Number(last) < Number(first)) return undefined;
  return { first: Number(first), last: Number(last), total: totalOf(headers) };
}

/** Size of the file in the answer to a range; undefined if it is not stated. */
export function totalOf(headers: Headers): number | undefined {
  const [, total] = /\/(\d+)\s*$/.exec(headers.get('Content-Range') ?? '') ?? [];
  return total === undefined ? undefined : Number(total);
}

/** `Content-Encoding` of an answer; undefined if the bytes are those of the file. */
export function encodingOf(headers: Headers): string | undefined {
  const encoding = headers.get('Content-Encoding')?.trim().toLowerCase() ?? '';
  return encoding === '' || encoding === 'identity' ? undefined : encoding;
}

/** Number of bytes in the answer to a range; undefined if it is not stated. */
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
 * Why an answer is not the requested range from `start` on; undefined if it may be.
 *
 * A 200 is the whole file, and no problem here. A missing `Content-Range` is no problem either, as
 * browsers hide it for other origins.
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

/** `Retry-After`, a number of seconds or a date, in milliseconds; undefined without a valid one. */
export function retryAfterOf(headers: Headers): number | undefined {
  const value = headers.get('Retry-After')?.trim() ?? '';
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  // The date is by the clock of the server, if the answer states it.
  const now = Date.parse(headers.get('Date') ?? '');
  const wait = Date.parse(value) - (Number.isNaN(now) ? Date.now() : now);
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}
