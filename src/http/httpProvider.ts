import { checkMethods, checkNumber, checkOptions, expected } from '../options.js';
import { createAnswerMemory } from './answerMemory.js';
import { HttpError } from './errors.js';
import {
  fetchOf,
  mergeHeaders,
  priorityOf,
  type HttpContext,
  type HttpFetch,
  type HttpInit,
} from './request.js';
import { startOfText } from './startOfText.js';

/** Options of `httpProvider`. */
export interface HttpProviderOptions<K, V> {
  /** The address of the item of a key. */
  readonly url: (key: K) => string | URL;
  /**
   * Reads the item from an answer with a status of 200 to 299.
   * @defaultValue `response.json()`
   */
  readonly parse?: ((response: Response, key: K) => V | PromiseLike<V>) | undefined;
  /** Headers, credentials and other options of the requests. @defaultValue none */
  readonly init?: HttpInit | ((key: K, context: HttpContext) => HttpInit) | undefined;
  /** Replaces `fetch`. @defaultValue the global `fetch` */
  readonly fetch?: HttpFetch | undefined;
  /**
   * For how many addresses `ETag`, `Last-Modified` and the value are remembered, so that the server
   * may answer 304: an integer of 0 or more. Objects are remembered weakly, strings up to 1,000,000
   * characters in all.
   * @defaultValue 1,000; 0 in browsers, which do this themselves
   */
  readonly remember?: number | undefined;
}

/** Loads the item of a key; also a provider. */
export type HttpLoad<K, V> = (key: K, context?: HttpContext) => Promise<V>;

/**
 * A provider that loads each key by a request to its address.
 *
 * The signal of a load aborts its request. Prefetches and revalidations have a low priority. A load
 * fails with an {@link HttpError} if the answer has an error status, or if there is no answer. While
 * `Retry-After` of an error lasts, the key is not prefetched.
 *
 * ```ts
 * const pages = prefetchCache(
 *   httpProvider({ url: (page: number) => `https://example.com/pages/${page}`, parse: (response) => response.text() }),
 *   auto(),
 * );
 * ```
 *
 * @throws TypeError | RangeError for wrong options
 */
export function httpProvider<K, V = unknown>(options: HttpProviderOptions<K, V>): HttpLoad<K, V> {
  const {
    url: urlOf,
    parse = json<V>,
    init: given,
    fetch: own,
    remember = hasHttpCache() ? 0 : 1000,
  } = checkOptions(options, ['url', 'parse', 'init', 'fetch', 'remember']);
  checkMethods('url', urlOf, ['call']);
  checkMethods('parse', parse, ['call']);
  if (given !== undefined && Object(given) !== given)
    throw expected('init', 'an object or a function', given);
  const send = fetchOf(own);
  const memory = createAnswerMemory(checkNumber('remember', remember, 0, true));

  return async (key, context = {}) => {
    const { signal, reason } = context;
    signal?.throwIfAborted();
    const address = urlOf(key);
    const url = String(address);
    const init = typeof given === 'function' ? given(key, context) : given;
    const own = new Headers(init?.headers);
    // A 304 to a condition of the program says nothing about the remembered value.
    const isConditional = own.has('If-None-Match') || own.has('If-Modified-Since');
    const known = isConditional ? undefined : memory.get(url, key);
    const headers = mergeHeaders(own, known?.headers ?? {});
    const request = { ...priorityOf(reason), ...init, headers, ...(signal && { signal }) };
    let response: Response;
    try {
      response = await send(address, request);
    } catch (cause) {
      signal?.throwIfAborted();
      throw new HttpError(url, 'network', { detail: detailOf(cause), cause });
    }
    // A fetch that ignores its signal.
    if (signal?.aborted) discard(response);
    signal?.throwIfAborted();
    if (response.status === 304 && known) {
      discard(response);
      return known.value as V;
    }
    if (!response.ok) throw await statusError(url, response);
    try {
      const value = await parse(response, key);
      memory.set(url, key, response, value);
      return value;
    } catch (error) {
      discard(response);
      signal?.throwIfAborted();
      throw error;
    }
  };
}

async function json<V>(response: Response): Promise<V> {
  return (await response.json()) as V;
}

/** Whether `fetch` has an HTTP cache, which asks the server itself: in pages and their workers. */
function hasHttpCache(): boolean {
  return typeof (globalThis as { navigator?: Partial<Navigator> }).navigator?.onLine === 'boolean';
}

/** Cancels a body that nobody reads. */
function discard({ body }: Response): void {
  if (body && !body.locked) void body.cancel().catch(() => undefined);
}

async function statusError(url: string, response: Response): Promise<HttpError> {
  const { status, statusText } = response;
  const text = await startOfText(response);
  const detail = [`${status} ${statusText}`.trim(), text].filter(Boolean).join(': ');
  return new HttpError(url, 'status', { detail, response });
}

/** The message of a failed fetch, with that of its cause, which on Node has the reason. */
function detailOf(error: unknown): string {
  const { message = '', cause } = Object(error) as Partial<Error>;
  const { message: why } = Object(cause) as Partial<Error>;
  return [message, why].filter(Boolean).join(': ');
}
