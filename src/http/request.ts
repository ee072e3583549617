import { expected } from '../options.js';
import type { LoadContext } from '../types.js';

/** A function like the global `fetch`. */
export type HttpFetch = (url: string | URL, init: RequestInit) => Promise<Response>;

/** The options of a request, without its signal, which is that of the load. */
export type HttpInit = Omit<RequestInit, 'signal'>;

/** The context of a load, or a part of it. */
export type HttpContext = Partial<Pick<LoadContext, 'signal' | 'reason'>>;

/** The priority of a load: low if no request began it. */
export function priorityOf(reason: LoadContext['reason'] = 'demand'): { priority?: 'low' } {
  return reason === 'demand' ? {} : { priority: 'low' };
}

/** Headers of the program, with those of a provider, which replace them. */
export function mergeHeaders(
  own: HttpInit['headers'],
  added: Readonly<Record<string, string>>,
): Headers {
  const headers = new Headers(own);
  for (const [name, value] of Object.entries(added)) headers.set(name, value);
  return headers;
}

/** Calls the given `fetch`; without one the global `fetch` of that moment. */
export function fetchOf(given: HttpFetch | undefined): HttpFetch {
  if (given !== undefined && typeof given !== 'function')
    throw expected('fetch', 'a function', given);
  return given ?? ((url, init) => fetch(url, init));
}
