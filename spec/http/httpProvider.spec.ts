import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { prefetchCache } from '../../operators/prefetchCache.js';
import { HttpError } from '../../src/http/errors.js';
import { httpProvider, type HttpProviderOptions } from '../../src/http/httpProvider.js';
import type { HttpFetch } from '../../src/http/request.js';
import { providerContract } from '../../src/testing/providerContract.js';
import { naming, silent } from '../support/naming.js';
import { record } from '../support/record.js';
import { startServer, type TestServer } from './server.js';

interface Sent {
  readonly url: string;
  readonly init: RequestInit;
}

/** A fetch that notes its requests. */
function fetching(answer: (sent: Sent) => Response | Promise<Response>) {
  const sent: Sent[] = [];
  const fetch: HttpFetch = async (url, init) => {
    const one = { url: String(url), init };
    sent.push(one);
    return answer(one);
  };
  return { fetch, sent };
}

/** A body that tells when it is cancelled, and what it was asked for. */
function endlessBody(chunk = 'x'.repeat(100)) {
  const state = { pulls: 0, isCancelled: false };
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        state.pulls++;
        controller.enqueue(new TextEncoder().encode(chunk));
      },
      cancel() {
        state.isCancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { state, body };
}

const url = (key: number) => `https://example.com/${key}`;
const text = (response: Response) => response.text();
const failure = async (load: Promise<unknown>): Promise<HttpError> => {
  const error: unknown = await load.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(HttpError);
  return error as HttpError;
};

let server: TestServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

describe('httpProvider', () => {
  it('requests the address of a key, and gives its JSON', async () => {
    const { fetch, sent } = fetching(() => Response.json({ id: 7 }));
    const load = httpProvider<number, { id: number }>({ url: (key) => new URL(url(key)), fetch });
    expect(await load(7)).toEqual({ id: 7 });
    expect(sent.map((one) => one.url)).toEqual(['https://example.com/7']);
  });

  it('gives what `parse` makes of the answer and the key', async () => {
    const { fetch } = fetching(() => new Response('seven'));
    const parse = async (response: Response, key: number) => `${key} ${await response.text()}`;
    expect(await httpProvider({ url, parse, fetch })(7)).toBe('7 seven');
  });

  it('passes the signal, and gives prefetches and revalidations a low priority', async () => {
    const { fetch, sent } = fetching(() => Response.json(1));
    const load = httpProvider({ url, fetch });
    const { signal } = new AbortController();
    for (const reason of ['demand', 'prefetch', 'revalidate'] as const)
      await load(1, { signal, reason });
    expect(sent.map(({ init }) => init.signal === signal)).toEqual([true, true, true]);
    expect(sent.map(({ init }) => init.priority)).toEqual([undefined, 'low', 'low']);
  });

  it('takes `init` as a value, or as a function of the key and the reason', async () => {
    const { fetch, sent } = fetching(() => Response.json(1));
    await httpProvider({ url, fetch, init: { credentials: 'include' } })(1);
    const init: HttpProviderOptions<number, unknown>['init'] = (key, { reason }) => ({
      headers: { Authorization: `${key} ${reason}` },
      priority: 'high',
    });
    await httpProvider({ url, fetch, init })(2, { reason: 'prefetch' });
    expect(sent[0]?.init.credentials).toBe('include');
    expect(sent[1]?.init.priority).toBe('high');
    expect(new Headers(sent[1]?.init.headers).get('Authorization')).toBe('2 prefetch');
  });

  it('calls the global fetch of the moment', async () => {
    const original = globalThis.fetch;
    const load = httpProvider({ url });
    try {
      globalThis.fetch = () => Promise.resolve(Response.json('mine'));
      expect(await load(1)).toBe('mine');
    } finally {
      globalThis.fetch = original;
    }
  });

  it.each<[object, string]>([
    [{}, 'Expected `url` to be a function, got `undefined` (undefined)'],
    [{ url, parse: 1 }, 'Expected `parse` to be a function, got `1` (number)'],
    [{ url, fetch: 1 }, 'Expected `fetch` to be a function, got `1` (number)'],
    [{ url, init: 1 }, 'Expected `init` to be an object or a function, got `1` (number)'],
    [{ url, remember: -1 }, 'Expected `remember` to be an integer of 0 or more, got `-1` (number)'],
    [{ url, remembr: 1 }, 'There is no option `remembr`: did you mean `remember`?'],
  ])('refuses wrong options: %p', (options, message) => {
    expect(() => httpProvider(options as never)).toThrow(message);
  });
});

describe('An error of httpProvider', () => {
  it('has the status, the address, the headers and `Retry-After` of an answer', async () => {
    const { fetch } = fetching(
      () =>
        new Response('{"error": "busy"}', {
          status: 503,
          statusText: 'Service Unavailable',
          headers: { 'Retry-After': '120', 'Content-Type': 'application/problem+json' },
        }),
    );
    const error = await failure(httpProvider({ url, fetch })(1));
    expect(error).toMatchObject({ name: 'HttpError', problem: 'status', status: 503, retryAfter: 120_000, url: 'https://example.com/1' }); // prettier-ignore
    expect(error.headers?.get('Retry-After')).toBe('120');
    expect(error.message).toBe(
      'The server did not give `https://example.com/1`: 503 Service Unavailable: {"error": "busy"}',
    );
  });

  it('has the first characters of a text, and its body is not read whole', async () => {
    const { state, body } = endlessBody();
    const { fetch } = fetching(
      () => new Response(body, { status: 500, headers: { 'Content-Type': 'text/plain' } }),
    );
    const { message } = await failure(httpProvider({ url, fetch })(1));
    expect(message).toMatch(/: 500: x{200}$/);
    expect(state).toEqual({ pulls: 8, isCancelled: true });
  });

  it('does not read a body that is no text', async () => {
    const { state, body } = endlessBody();
    const { fetch } = fetching(
      () => new Response(body, { status: 404, headers: { 'Content-Type': 'image/png' } }),
    );
    const { message } = await failure(httpProvider({ url, fetch })(1));
    expect(message).toMatch(/: 404$/);
    expect(state).toEqual({ pulls: 0, isCancelled: true });
  });

  it('does not wait longer than a second for the text', async () => {
    jest.useFakeTimers();
    try {
      const body = new ReadableStream<Uint8Array>();
      const { fetch } = fetching(
        () => new Response(body, { status: 500, headers: { 'Content-Type': 'text/plain' } }),
      );
      const error = failure(httpProvider({ url, fetch })(1));
      await jest.advanceTimersByTimeAsync(1000);
      expect((await error).message).toMatch(/: 500$/);
      expect(jest.getTimerCount()).toBe(0);
    } finally {
      jest.useRealTimers();
    }
  });

  it('has the cause of a failed network', async () => {
    const cause = new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') });
    const { fetch } = fetching(() => Promise.reject(cause));
    const error = await failure(httpProvider({ url, fetch })(1));
    expect(error).toMatchObject({ problem: 'network', status: undefined, retryAfter: undefined, cause }); // prettier-ignore
    expect(error.message).toBe(
      '`https://example.com/1` cannot be read: fetch failed: connect ECONNREFUSED',
    );
  });

  it('shows only the beginning of a long address', async () => {
    const { fetch } = fetching(() => Promise.reject(new Error('no')));
    const long = `data:text/plain,${'x'.repeat(10_000)}`;
    const error = await failure(httpProvider({ url: () => long, fetch })(1));
    expect([error.message.length, error.url]).toEqual([222, long]);
  });

  it.each<[string, Partial<HttpProviderOptions<number, unknown>>, string]>([
    ['url', { url: () => { throw new Error('no url'); } }, 'no url'], // prettier-ignore
    ['init', { init: () => { throw new Error('no init'); } }, 'no init'], // prettier-ignore
    ['parse', { parse: () => { throw new Error('no parse'); } }, 'no parse'], // prettier-ignore
  ])('is what `%s` throws', async (_name, options, message) => {
    const { fetch } = fetching(() => Response.json(1));
    await expect(httpProvider<number>({ url, fetch, ...options })(1)).rejects.toThrow(message);
  });

  it('comes with a cancelled body if `parse` throws, or does not read', async () => {
    const { state, body } = endlessBody();
    const { fetch } = fetching(() => new Response(body));
    const parse = (): unknown => {
      throw new Error('not mine');
    };
    await expect(httpProvider({ url, fetch, parse })(1)).rejects.toThrow('not mine');
    expect(state.isCancelled).toBe(true);
  });

  it('is none if `parse` returns undefined, which is a value', async () => {
    const { fetch } = fetching(() => Response.json(1));
    const load = httpProvider({ url, fetch, parse: (): unknown => undefined });
    expect(await load(1)).toBeUndefined();
  });
});

describe('An aborted load of httpProvider', () => {
  it('sends nothing if it is aborted before', async () => {
    const { fetch, sent } = fetching(() => Response.json(1));
    const signal = AbortSignal.abort(new Error('left'));
    await expect(httpProvider({ url, fetch })(1, { signal })).rejects.toThrow('left');
    expect(sent).toEqual([]);
  });

  it('rejects with the reason of the signal while it waits for the answer', async () => {
    const controller = new AbortController();
    const { fetch } = fetching(
      ({ init }) =>
        new Promise((_, reject) => {
          init.signal?.addEventListener('abort', () => reject(new Error('of fetch')));
        }),
    );
    const load = httpProvider({ url, fetch })(1, controller);
    controller.abort(new Error('left'));
    await expect(load).rejects.toThrow('left');
  });

  it('cancels the body of an answer that comes later, from a fetch that ignores its signal', async () => {
    const controller = new AbortController();
    const { state, body } = endlessBody();
    let answer: (response: Response) => void = () => undefined;
    const { fetch } = fetching(
      () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    );
    const load = httpProvider({ url, fetch })(1, controller);
    controller.abort(new Error('left'));
    answer(new Response(body));
    await expect(load).rejects.toThrow('left');
    expect(state).toEqual({ pulls: 0, isCancelled: true });
  });
});

describe('A conditional request of httpProvider', () => {
  const fresh = (body: string, headers: Record<string, string>) => new Response(body, { headers });
  /** A server whose item changes when the test says so. */
  function versioned(headers: Record<string, string> = { ETag: '"1"' }) {
    let body = '{"v":1}';
    const source = fetching(({ init }) => {
      const sent = new Headers(init.headers);
      const isKnown =
        body === '{"v":1}' && (sent.has('If-None-Match') || sent.has('If-Modified-Since'));
      return isKnown ? new Response(null, { status: 304 }) : fresh(body, headers);
    });
    const conditions = () =>
      source.sent.map(({ init }) => [...new Headers(init.headers)].map((pair) => pair.join(': ')));
    return {
      ...source,
      conditions,
      change: () => {
        body = '{"v":2}';
      },
    };
  }

  it('gives the value again if the server answers 304, and a new one otherwise', async () => {
    const { fetch, conditions, change } = versioned({
      ETag: 'W/"1"',
      'Last-Modified': 'yesterday',
    });
    const load = httpProvider({ url, fetch });
    const first = await load(1);
    expect(await load(1)).toBe(first);
    change();
    expect(await load(1)).toEqual({ v: 2 });
    expect(conditions()).toEqual([
      [],
      ['if-modified-since: yesterday', 'if-none-match: W/"1"'],
      ['if-modified-since: yesterday', 'if-none-match: W/"1"'],
    ]);
  });

  it('keeps the item of a cache at a revalidation', async () => {
    const { fetch } = versioned();
    const cache = prefetchCache<number, unknown>(httpProvider({ url, fetch }), silent);
    record(cache.get(1));
    await settled();
    const item = cache.peek(1);
    cache.reload(1);
    await settled();
    expect(cache.peek(1)).toBe(item);
    expect(cache.stats().revalidations).toBe(1);
  });

  it.each<[string, Record<string, string>]>([
    ['states no version', {}],
    ['may not be stored', { ETag: '"1"', 'Cache-Control': 'private, no-store' }],
  ])('is not made after an answer that %s', async (_what, headers) => {
    const { fetch, conditions } = versioned(headers);
    const load = httpProvider({ url, fetch });
    await load(1);
    await load(1);
    expect(conditions()).toEqual([[], []]);
  });

  it('is not made for another key of the same address, with `remember: 0`, or in a browser', async () => {
    const { fetch, conditions } = versioned();
    const same = httpProvider({ url: () => url(1), fetch });
    await same(1);
    await same(2);
    const none = httpProvider({ url, fetch, remember: 0 });
    await none(1);
    await none(1);
    const page = globalThis as { navigator?: unknown };
    const { navigator } = page;
    page.navigator = { onLine: true };
    const inBrowser = httpProvider({ url, fetch });
    page.navigator = navigator;
    await inBrowser(1);
    await inBrowser(1);
    expect(conditions()).toEqual(Array(6).fill([]));
  });

  it('is made for the addresses that were used last', async () => {
    const { fetch, conditions } = versioned();
    const load = httpProvider({ url, fetch, remember: 2 });
    for (const key of [1, 2, 1, 3, 1, 2]) await load(key);
    expect(conditions().map((each) => each.length)).toEqual([0, 0, 1, 0, 1, 0]);
  });

  it('is made for strings up to a million characters in all, but not for a longer one', async () => {
    const { fetch, conditions } = versioned();
    const parse = (_: Response, key: number) => 'x'.repeat(key < 3 ? 400_000 : 1_000_001);
    const load = httpProvider({ url, fetch, parse });
    for (const key of [1, 2, 1, 3, 3, 1]) await load(key);
    expect(conditions().map((each) => each.length)).toEqual([0, 0, 1, 0, 0, 1]);
  });

  it('is an error if the server answers 304 without a known value', async () => {
    const { fetch } = fetching(() => new Response(null, { status: 304 }));
    expect(await failure(httpProvider({ url, fetch })(1))).toMatchObject({ status: 304 });
  });

  it('is not made for strings that others have displaced', async () => {
    const { fetch, conditions } = versioned();
    const load = httpProvider({ url, fetch, parse: () => 'x'.repeat(400_000) });
    for (const key of [1, 2, 3, 1]) await load(key);
    expect(conditions()).toEqual([[], [], [], []]);
  });

  it('is not made if `init` has a condition, whose 304 is no remembered value', async () => {
    const { fetch, conditions } = versioned({ ETag: '"1"', 'Last-Modified': 'yesterday' });
    let headers = {};
    const load = httpProvider({ url, fetch, init: () => ({ headers }) });
    await load(1);
    headers = { 'If-None-Match': '"0"' };
    expect(await failure(load(1))).toMatchObject({ status: 304 });
    expect(conditions()).toEqual([[], ['if-none-match: "0"']]);
  });

  it('does not replace headers of `init`', async () => {
    const { fetch, conditions } = versioned();
    const load = httpProvider({ url, fetch, init: { headers: { 'If-None-Match': '"0"' } } });
    await failure(load(1));
    expect(conditions()).toEqual([['if-none-match: "0"']]);
  });
});

/** Waits until the promises that can settle have settled. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('httpProvider with a server', () => {
  it('serves a cache: items, errors with a rest, and 304', async () => {
    server = await startServer((request, response) => {
      if (request.url === '/busy') response.writeHead(429, { 'Retry-After': '60' }).end('later');
      else if (request.headers['if-none-match'] === '"a"') response.writeHead(304).end();
      else response.writeHead(200, { ETag: '"a"' }).end(JSON.stringify({ path: request.url }));
    });
    const { url: origin, log } = server;
    const load = httpProvider<string, { path: string }>({ url: (key) => `${origin}/${key}` });
    const first = await load('a');
    expect(first).toEqual({ path: '/a' });
    expect(await load('a')).toBe(first);
    expect(await failure(load('busy'))).toMatchObject({ status: 429, retryAfter: 60_000 });
    expect(log).toEqual(['GET /a', 'GET /a "a"', 'GET /busy']);
  });

  it('fails if the server closes in the middle, or is not there', async () => {
    server = await startServer((_, response) => {
      response.writeHead(200, { 'Content-Length': '100' });
      response.write('half', () => response.destroy());
    });
    const { url: origin } = server;
    const load = httpProvider({ url: (key: string) => `${origin}/${key}`, parse: text });
    await expect(load('a')).rejects.toThrow('terminated');
    await server.close();
    server = undefined;
    expect(await failure(load('b'))).toMatchObject({ problem: 'network' });
  });

  it('ends the request of a load that is aborted, before the answer and in the body', async () => {
    const ended: string[] = [];
    server = await startServer((request, response) => {
      if (request.url === '/body') response.write('half');
      response.once('close', () => ended.push(request.url ?? ''));
    });
    const { url: origin, log } = server;
    const load = httpProvider({ url: (key: string) => `${origin}/${key}`, parse: text });
    for (const key of ['never', 'body']) {
      const controller = new AbortController();
      const one = load(key, controller);
      one.catch(() => undefined);
      while (!log.includes(`GET /${key}`)) await settled();
      controller.abort(new Error('left'));
      await expect(one).rejects.toThrow('left');
      while (!ended.includes(`/${key}`)) await settled();
    }
  });
});

describe('httpProvider in a cache', () => {
  it('lets a key rest as long as the server asks', async () => {
    const scheduler = { frame: 0, now: () => scheduler.frame };
    const { fetch, sent } = fetching(({ url: address }) =>
      address.endsWith('/9')
        ? new Response(null, { status: 503, headers: { 'Retry-After': '600' } })
        : Response.json(1),
    );
    const cache = prefetchCache<number, unknown>(httpProvider({ url, fetch }), naming(9), { scheduler }); // prettier-ignore
    for (const [i, frame] of [0, 599_999, 600_000].entries()) {
      scheduler.frame = frame;
      record(cache.get(i));
      await settled();
    }
    expect(sent.map((one) => one.url.slice(-1))).toEqual(['0', '9', '1', '2', '9']);
  });
});

providerContract(
  { describe, it },
  'httpProvider',
  () =>
    httpProvider<number, { id: number }>({
      url,
      fetch: (address, { signal }) =>
        new Promise((resolve, reject) => {
          const id = Number(String(address).split('/').at(-1));
          signal?.addEventListener('abort', () => reject(new Error('aborted')));
          queueMicrotask(() =>
            resolve(
              id > 5
                ? new Response(null, { status: 404 })
                : Response.json({ id }, { headers: { ETag: `"${id}"` } }),
            ),
          );
        }),
    }),
  { keys: [1, 2, 3], isItem: ({ id }, key) => id === key, unknownKey: 9 },
);
