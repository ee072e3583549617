import { checkMethods, checkNumber, checkOptions, expected } from '../options.js';
import { onAbort } from '../net/onAbort.js';
import type { ByteRange } from '../net/byteRange.js';
import { planRanges } from './planRanges.js';
import { createRangeReader, type Want } from './readRanges.js';
import { fetchOf, type HttpContext, type HttpFetch, type HttpInit } from './request.js';
import type { HttpLoad } from './httpProvider.js';

/** Options of `rangeProvider`. */
export interface RangeProviderOptions<K, V> {
  /** The address of the file; a function for several files. */
  readonly url: string | URL | ((key: K) => string | URL);
  /** The bytes of a key: integers, from byte `start` to before byte `end`. */
  readonly rangeOf: (key: K) => ByteRange;
  /** Reads the item from its bytes, which are its own: no other item shares them. */
  readonly parse: (bytes: Uint8Array, key: K) => V | PromiseLike<V>;
  /**
   * Milliseconds for which a prefetch or a revalidation waits for others: a number from 0 to 60,000.
   * With 0 the loads that begin in the same microtask are read together. Requests never wait for it.
   * @defaultValue 0
   */
  readonly window?: number | undefined;
  /** How many bytes between two ranges are read to save a request: 0 or more. @defaultValue 65,536 */
  readonly maxGap?: number | undefined;
  /**
   * How many bytes are read by one request for several ranges: 0 or more. If a server answers with
   * the whole file, and more of its first bytes are needed, the load fails.
   * @defaultValue 4,194,304
   */
  readonly maxBytes?: number | undefined;
  /** Headers, credentials and other options of the requests. @defaultValue none */
  readonly init?: HttpInit | undefined;
  /** Replaces `fetch`. @defaultValue the global `fetch` */
  readonly fetch?: HttpFetch | undefined;
}

const NAMES = [
  'url',
  'rangeOf',
  'parse',
  'window',
  'maxGap',
  'maxBytes',
  'init',
  'fetch',
] as const satisfies readonly (keyof RangeProviderOptions<unknown, unknown>)[];

/**
 * A provider whose items are parts of a file, which it reads by HTTP Range requests.
 *
 * Ranges that are near each other and wanted at the same time are one request. It is aborted when
 * all who wanted it have left. A request has its bytes as soon as they have come, and never waits
 * for bytes that are only prefetched.
 *
 * ```ts
 * const tiles = rangeProvider({
 *   url: 'https://example.com/tiles.bin',
 *   rangeOf: (tile: number) => ({ start: 1000 * tile, end: 1000 * (tile + 1) }),
 *   parse: (bytes) => new TextDecoder().decode(bytes),
 * });
 * ```
 *
 * @throws TypeError | RangeError for wrong options
 */
export function rangeProvider<K, V>(options: RangeProviderOptions<K, V>): HttpLoad<K, V> {
  const {
    url: address,
    rangeOf,
    parse,
    window = 0,
    maxGap = 65_536,
    maxBytes = 4_194_304,
    init = {},
    fetch: own,
  } = checkOptions(options, NAMES);
  checkMethods('rangeOf', rangeOf, ['call']);
  checkMethods('parse', parse, ['call']);
  checkNumber('window', window, 0, false, 60_000);
  const limits = {
    maxGap: checkNumber('maxGap', maxGap, 0),
    maxBytes: checkNumber('maxBytes', maxBytes, 0),
  };
  if (!['string', 'function'].includes(typeof address) && !((address as unknown) instanceof URL))
    throw expected('url', 'an address or a function', address);
  if (Object(init) !== init || typeof init === 'function')
    throw expected('init', 'an object', init);
  const read = createRangeReader({ fetch: fetchOf(own), init, maxBytes });
  const waiting = createWaiting<Want>(window, (wants) => planRanges(wants, limits).forEach(read));

  return async (key, { signal, reason = 'demand' }: HttpContext = {}) => {
    signal?.throwIfAborted();
    const url = String(typeof address === 'function' ? address(key) : address);
    const { start, end } = checkRange(rangeOf(key));
    if (start === end) return parse(new Uint8Array(0), key);
    let forget: (() => void) | undefined;
    const bytes = await new Promise<Uint8Array>((resolve, reject) => {
      const want: Want = { url, start, end, isRequest: reason === 'demand', resolve, reject, leave: undefined }; // prettier-ignore
      waiting.add(want);
      forget =
        signal &&
        onAbort(signal, () => {
          waiting.delete(want);
          want.leave?.();
          reject(signal.reason as Error);
        });
    }).finally(() => forget?.());
    return parse(bytes, key);
  };
}

function checkRange(range: ByteRange): ByteRange {
  const { start, end } = Object(range) as Partial<ByteRange>;
  const isRange = Number.isSafeInteger(start) && Number.isSafeInteger(end);
  if (!isRange || Number(start) < 0 || Number(end) < Number(start))
    throw expected('rangeOf(key)', 'a range of integers, { start, end }', range);
  return range;
}

/** Wants that wait to be read together. Each method is O(1). */
interface Waiting<W> {
  add(want: W): void;
  delete(want: W): void;
}

/**
 * Collects wants until the next microtask; with a window, prefetches until it has passed.
 *
 * A request takes along all that wait.
 */
function createWaiting<W extends { readonly isRequest: boolean }>(
  window: number,
  send: (wants: readonly W[]) => void,
): Waiting<W> {
  const waiting = new Set<W>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isDue = false;
  const stopTimer = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };
  const flush = (): void => {
    isDue = false;
    stopTimer();
    const wants = [...waiting];
    waiting.clear();
    send(wants);
  };
  return {
    add(want) {
      waiting.add(want);
      if (window === 0 || want.isRequest) {
        if (!isDue) queueMicrotask(flush);
        isDue = true;
      } else timer ??= setTimeout(flush, window);
    },
    delete(want) {
      if (waiting.delete(want) && waiting.size === 0) stopTimer();
    },
  };
}
