import { concatenate } from '../net/concatenate.js';
import { isSameVersion, rangeProblem, versionOf, type FileVersion } from '../net/httpAnswer.js';
import { httpFile, type Fetch, type HttpFile } from '../net/httpFile.js';
import { HttpError } from './errors.js';
import type { RangeGroup, WantedRange } from './planRanges.js';
import { mergeHeaders, priorityOf, type HttpFetch, type HttpInit } from './request.js';

/** A load that waits for its bytes. */
export interface Want extends WantedRange {
  readonly resolve: (bytes: Uint8Array) => void;
  readonly reject: (error: unknown) => void;
  /** Called when the load is aborted; undefined until it is read. */
  leave: (() => void) | undefined;
}

/** How ranges are read. */
export interface RangeReaderOptions {
  readonly fetch: HttpFetch;
  readonly init: HttpInit;
  /** How many bytes of a whole file are read. */
  readonly maxBytes: number;
}

/** How many addresses are remembered with the version of their file. */
const MAX_VERSIONS = 1000;

/** Reads groups of ranges, each by one request. The file of an address must stay the same. */
export function createRangeReader(options: RangeReaderOptions): (group: RangeGroup<Want>) => void {
  const versions = new Map<string, FileVersion>();
  const check = async (url: string, response: Response): Promise<void> => {
    const now = versionOf(response);
    const before = versions.get(url);
    if (before && !isSameVersion(before, now)) {
      await response.body?.cancel();
      throw new HttpError(url, 'changed', { response });
    }
    // Later answers may state what the first one did not.
    versions.delete(url);
    versions.set(url, {
      size: before?.size ?? now.size,
      etag: before?.etag ?? now.etag,
      modified: before?.modified ?? now.modified,
    });
    if (versions.size > MAX_VERSIONS)
      for (const oldest of versions.keys()) return void versions.delete(oldest);
  };
  return (group) => void readGroup(group, options, check);
}

/** Reads one group. Never rejects. */
async function readGroup(
  group: RangeGroup<Want>,
  { fetch, init, maxBytes }: RangeReaderOptions,
  check: (url: string, response: Response) => Promise<void>,
): Promise<void> {
  const { url, start, end, isRequest } = group;
  const controller = new AbortController();
  const { signal } = controller;
  const delivery = createDelivery(group, () => controller.abort());
  const ask: Fetch = (address, { headers, signal: aborted }) =>
    fetch(address, {
      ...priorityOf(isRequest ? 'demand' : 'prefetch'),
      ...init,
      headers: mergeHeaders(init.headers, headers),
      signal: aborted,
    });
  const file = httpFile(url, ask, (_problem, detail, cause, response) => {
    const problem = response && !response.ok ? 'status' : 'network';
    return new HttpError(url, problem, { detail, cause, response });
  });
  try {
    const response = await file.request(`bytes=${start}-${end - 1}`, signal);
    const chunks = file.rangeOf({
      response,
      start,
      end,
      signal,
      check: (answer) => check(url, answer),
      refused: (answer) => readWhole(file, url, answer, { end, maxBytes }, signal),
    });
    for await (const chunk of chunks) delivery.add(chunk);
    const detail = `expected ${end - start} bytes, got ${delivery.bytes()}`;
    delivery.end(new HttpError(url, 'network', { detail, response }));
  } catch (error) {
    delivery.end(error);
  }
}

/** The bytes up to `end` of a file that the server gave whole, if they are few. */
async function readWhole(
  file: HttpFile,
  url: string,
  response: Response,
  { end, maxBytes }: { readonly end: number; readonly maxBytes: number },
  signal: AbortSignal,
): Promise<Uint8Array> {
  if (response.status !== 200 || end > maxBytes) {
    await response.body?.cancel();
    if (response.status === 416)
      throw new HttpError(url, 'status', { detail: '416: the file has no such bytes', response });
    throw new HttpError(url, 'no-ranges', { detail: rangeProblem(response, 0), response });
  }
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of file.bytesOf(response, undefined, signal)) {
    parts.push(part);
    bytes += part.length;
    if (bytes >= end) break;
  }
  return concatenate(parts);
}

/** Gives the wants of a group their bytes. */
interface Delivery {
  /** Requests get their bytes as soon as they are there. */
  add(chunk: Uint8Array): void;
  /** Ends the group: prefetches get their bytes together, and what is missing is an error. */
  end(error: unknown): void;
  /** How many bytes have come. */
  bytes(): number;
}

/** @param abandoned - called when no want waits for the rest of the bytes */
function createDelivery({ start, end, wants }: RangeGroup<Want>, abandoned: () => void): Delivery {
  const open = new Set(wants);
  const requests = wants.filter(({ isRequest }) => isRequest).sort((a, b) => a.end - b.end);
  let buffer: Uint8Array | undefined;
  let at = start;
  let next = 0;
  for (const want of wants)
    want.leave = () => {
      if (open.delete(want) && open.size === 0) abandoned();
    };
  const give = (want: Want): void => {
    if (!buffer || !open.delete(want)) return;
    const isAll = want.start === start && want.end === end && wants.length === 1;
    want.resolve(isAll ? buffer : buffer.slice(want.start - start, want.end - start));
  };
  return {
    add(chunk) {
      buffer ??= new Uint8Array(end - start);
      buffer.set(chunk, at - start);
      at += chunk.length;
      for (let want; (want = requests[next]) && want.end <= at; next++) give(want);
      // The requests have their bytes, and the prefetches have left.
      if (open.size === 0 && at < end) abandoned();
    },
    end(error) {
      for (const want of wants)
        if (want.end <= at) give(want);
        else if (open.delete(want)) want.reject(error);
    },
    bytes: () => at - start,
  };
}
