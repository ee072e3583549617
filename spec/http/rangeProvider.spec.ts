import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { prefetchCache } from '../../operators/prefetchCache.js';
import type { HttpError } from '../../src/http/errors.js';
import { planRanges } from '../../src/http/planRanges.js';
import { rangeProvider, type RangeProviderOptions } from '../../src/http/rangeProvider.js';
import type { HttpFetch } from '../../src/http/request.js';
import { providerContract } from '../../src/testing/providerContract.js';
import { naming, silent } from '../support/naming.js';
import { record } from '../support/record.js';
import { startServer, type TestServer } from './server.js';

const text = 'abcdefghijklmnopqrstuvwxyz'.repeat(40);
const file = new TextEncoder().encode(text);
const url = 'https://example.com/file';
const settled = () => new Promise((resolve) => setImmediate(resolve));

type Answer = (range: { start: number; end: number }, init: RequestInit) => Response | Promise<Response>; // prettier-ignore

/** An answer to a range, as servers give it. */
const partial: Answer = ({ start, end }) =>
  new Response(file.slice(start, end), {
    status: 206,
    headers: { 'Content-Range': `bytes ${start}-${end - 1}/${file.length}`, ETag: '"1"' },
  });

/** A provider of keys of ten bytes each, and the ranges that it requests. */
function setUp(options: Partial<RangeProviderOptions<number, string>> = {}, answer = partial) {
  const log: string[] = [];
  const fetch: HttpFetch = async (address, init) => {
    const range = new Headers(init.headers).get('Range') ?? '';
    const [start = 0, last = 0] = /(\d+)-(\d+)/.exec(range)?.slice(1).map(Number) ?? [];
    log.push(`${start}-${last + 1}${init.priority ? ` ${init.priority}` : ''}`);
    init.signal?.addEventListener('abort', () => log.push(`abort ${start}-${last + 1}`));
    expect(String(address)).toContain('https://example.com/');
    return answer({ start, end: last + 1 }, init);
  };
  const load = rangeProvider<number, string>({
    url,
    rangeOf: (key) => ({ start: 10 * key, end: 10 * (key + 1) }),
    parse: (bytes) => new TextDecoder().decode(bytes),
    fetch,
    maxGap: 20,
    ...options,
  });
  const prefetch = (key: number, signal?: AbortSignal) =>
    load(key, { reason: 'prefetch', ...(signal && { signal }) });
  return { load, prefetch, log };
}
const bytesOf = (key: number): string => text.slice(10 * key, 10 * (key + 1));

/** A body that the test sends in parts. */
function parts() {
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  let isCancelled = false;
  const body = new ReadableStream<Uint8Array>({
    start: (given) => void (controller = given),
    cancel: () => void (isCancelled = true),
  });
  return {
    body,
    send: (start: number, end: number) => controller?.enqueue(file.slice(start, end)),
    close: () => controller?.close(),
    fail: () => controller?.error(new Error('reset')),
    isCancelled: () => isCancelled,
  };
}

let server: TestServer | undefined;
afterEach(async () => {
  jest.useRealTimers();
  await server?.close();
  server = undefined;
});

describe('rangeProvider', () => {
  it('reads near ranges that are wanted in one step by one request', async () => {
    const { load, log } = setUp();
    expect(await Promise.all([5, 3, 4, 30].map((key) => load(key)))).toEqual(
      [5, 3, 4, 30].map(bytesOf),
    );
    expect(log).toEqual(['30-60', '300-310']);
  });

  it('reads gaps up to `maxGap`, and at most `maxBytes` at once', async () => {
    const { prefetch, log } = setUp({ maxGap: 10, maxBytes: 45 });
    await Promise.all([0, 2, 5, 7, 9, 10].map((key) => prefetch(key)));
    expect(log).toEqual(['0-30 low', '50-80 low', '90-110 low']);
  });

  it('reads a range that is larger than `maxBytes` alone', async () => {
    const { prefetch, log } = setUp({ maxBytes: 0 });
    await Promise.all([1, 2].map((key) => prefetch(key)));
    expect(log).toEqual(['10-20 low', '20-30 low']);
  });

  it('a request never waits for prefetched bytes, and takes along what follows', async () => {
    const { load, prefetch, log } = setUp();
    await Promise.all([prefetch(1), prefetch(2), load(3), load(4), prefetch(5), load(6)]);
    expect(log).toEqual(['30-60', '60-70', '10-30 low']);
  });

  it('with a window prefetches wait, and a request takes them along at once', async () => {
    jest.useFakeTimers({ doNotFake: ['queueMicrotask', 'nextTick', 'setImmediate'] });
    const { load, prefetch, log } = setUp({ window: 50 });
    const waiting = [prefetch(1), load(3, { reason: 'revalidate' })];
    await jest.advanceTimersByTimeAsync(49);
    expect(log).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    expect(log).toEqual(['10-40 low']);
    waiting.push(prefetch(8), load(7));
    await Promise.all(waiting);
    expect(log).toEqual(['10-40 low', '70-90']);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('a request that joins a waiting prefetch waits for the rest of the window', async () => {
    jest.useFakeTimers({ doNotFake: ['queueMicrotask', 'nextTick', 'setImmediate'] });
    const { load, log } = setUp({ window: 50 });
    const cache = prefetchCache<number, string>(load, silent);
    record(cache.warm([2]));
    const reader = record(cache.get(2));
    await jest.advanceTimersByTimeAsync(49);
    expect(log).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    jest.useRealTimers();
    await settled();
    expect([log, reader.values]).toEqual([['20-30 low'], [bytesOf(2)]]);
  });

  it('gives a request its bytes as soon as they are there, and prefetches theirs together', async () => {
    const { body, send, close } = parts();
    const { load, prefetch } = setUp({}, () => new Response(body, { status: 206 }));
    const seen: string[] = [];
    const all = [load(1), prefetch(2), prefetch(3)].map((each) =>
      each.then((value) => seen.push(value)),
    );
    await settled();
    send(10, 15);
    await settled();
    expect(seen).toEqual([]);
    send(15, 32);
    await settled();
    expect(seen).toEqual([bytesOf(1)]);
    send(32, 40);
    close();
    await Promise.all(all);
    expect(seen).toEqual([1, 2, 3].map(bytesOf));
  });

  it('gives each item bytes of its own', async () => {
    const { load } = setUp({ parse: (bytes) => String(bytes.buffer.byteLength) });
    expect(await Promise.all([load(1), load(2)])).toEqual(['10', '10']);
  });

  it('reads overlapping, equal and nested ranges', async () => {
    const ranges = [[5, 50], [10, 20], [10, 20], [40, 60]] as const; // prettier-ignore
    const { load, log } = setUp({ rangeOf: (key) => ({ start: ranges[key]?.[0] ?? 0, end: ranges[key]?.[1] ?? 0 }) }); // prettier-ignore
    expect(await Promise.all([0, 1, 2, 3].map((key) => load(key)))).toEqual(
      ranges.map(([start, end]) => text.slice(start, end)),
    );
    expect(log).toEqual(['5-60']);
  });

  it('joins only ranges of one address', async () => {
    const { load, log } = setUp({ url: (key) => `https://example.com/${key % 2}` });
    await Promise.all([1, 2, 3].map((key) => load(key)));
    expect(log).toEqual(['20-30', '10-40']);
  });

  it('gives an empty range without a request', async () => {
    const { load, log } = setUp({ rangeOf: () => ({ start: 7, end: 7 }) });
    expect([await load(1), log]).toEqual(['', []]);
  });

  it('requests the rest if an answer is shorter', async () => {
    const { load, log } = setUp({}, ({ start, end }, init) => partial({ start, end: Math.min(end, start + 7) }, init)); // prettier-ignore
    expect(await load(1)).toBe(bytesOf(1));
    expect(log).toEqual(['10-20', '17-20']);
  });
});

describe('An abort of rangeProvider', () => {
  it('ends a read when all who wanted it have left, and not before', async () => {
    const { prefetch, log } = setUp({}, () => new Promise<Response>(() => undefined));
    const [one, two] = [new AbortController(), new AbortController()];
    const loads = [prefetch(1, one.signal), prefetch(2, two.signal)];
    await settled();
    one.abort(new Error('left 1'));
    expect(log).toEqual(['10-30 low']);
    two.abort(new Error('left 2'));
    expect(log).toEqual(['10-30 low', 'abort 10-30']);
    const outcomes = await Promise.allSettled(loads);
    expect(outcomes).toMatchObject([{ reason: new Error('left 1') }, { reason: new Error('left 2') }]); // prettier-ignore
  });

  it('ends a read whose requests have their bytes, and whose prefetches have left', async () => {
    const { body, send, isCancelled } = parts();
    const { load, prefetch, log } = setUp({}, () => new Response(body, { status: 206 }));
    const controller = new AbortController();
    const [one, two] = [load(1), prefetch(2, controller.signal)];
    two.catch(() => undefined);
    await settled();
    controller.abort();
    send(10, 15);
    await settled();
    expect(log).toEqual(['10-30']);
    send(15, 22);
    expect(await one).toBe(bytesOf(1));
    await settled();
    expect([log, isCancelled()]).toEqual([['10-30', 'abort 10-30'], true]);
  });

  it('takes a waiting load out, and leaves no timer', async () => {
    jest.useFakeTimers({ doNotFake: ['queueMicrotask', 'nextTick', 'setImmediate'] });
    const { prefetch, log } = setUp({ window: 50 });
    const controller = new AbortController();
    const load = prefetch(1, controller.signal);
    controller.abort(new Error('left'));
    await expect(load).rejects.toThrow('left');
    expect(jest.getTimerCount()).toBe(0);
    expect(log).toEqual([]);
  });

  it('sends nothing if it comes before the load or in its step', async () => {
    const { load, log } = setUp();
    await expect(load(1, { signal: AbortSignal.abort(new Error('left')) })).rejects.toThrow('left');
    const controller = new AbortController();
    const one = load(1, controller);
    controller.abort(new Error('left'));
    await expect(one).rejects.toThrow('left');
    expect(log).toEqual([]);
  });

  it('cancels a body, also of a fetch that ignores its signal', async () => {
    const { body, send, isCancelled } = parts();
    const { load } = setUp({}, () => new Response(body, { status: 206 }));
    const controller = new AbortController();
    const one = load(1, controller);
    one.catch(() => undefined);
    await settled();
    send(10, 15);
    await settled();
    controller.abort();
    await settled();
    expect(isCancelled()).toBe(true);
  });
});

describe('An error of rangeProvider', () => {
  const failure = (load: Promise<string>) =>
    load.then(
      () => undefined,
      (error: unknown) => error as HttpError,
    );

  it('fails what is missing if the server closes in the middle', async () => {
    const { body, send, fail } = parts();
    const { prefetch } = setUp({}, () => new Response(body, { status: 206 }));
    const loads = [1, 2].map((key) => prefetch(key));
    await settled();
    send(10, 25);
    await settled();
    fail();
    const [one, two] = await Promise.allSettled(loads);
    expect(one).toMatchObject({ status: 'fulfilled', value: bytesOf(1) });
    expect(two).toMatchObject({ reason: { problem: 'network', cause: new Error('reset') } });
  });

  it('fails each load of a read with the status of the answer', async () => {
    const { prefetch } = setUp({}, () => new Response('later', { status: 503, headers: { 'Retry-After': '7' } })); // prettier-ignore
    for (const error of await Promise.all([1, 2].map((key) => failure(prefetch(key)))))
      expect(error).toMatchObject({ problem: 'status', status: 503, retryAfter: 7000, url });
  });

  it('is a network error if fetch fails', async () => {
    const { load } = setUp({}, () => Promise.reject(new TypeError('fetch failed')));
    expect(await failure(load(1))).toMatchObject({
      problem: 'network',
      message: `\`${url}\` cannot be read: fetch failed`,
    });
  });

  it('says that a range is not in the file', async () => {
    const { load } = setUp({}, () => new Response(null, { status: 416, headers: { 'Content-Range': 'bytes */5' } })); // prettier-ignore
    expect(await failure(load(1))).toMatchObject({ problem: 'status', status: 416 });
  });

  it('says that the file has changed since its first load', async () => {
    let etag = '"1"';
    const { load } = setUp({}, (range, init) => {
      const answer = partial(range, init) as Response;
      answer.headers.set('ETag', etag);
      return answer;
    });
    await load(1);
    etag = '"2"';
    expect(await failure(load(9))).toMatchObject({ problem: 'changed' });
    etag = '"1"';
    expect(await load(9)).toBe(bytesOf(9));
  });

  it('says so for the last 1,000 addresses', async () => {
    let etag = '"1"';
    const { load } = setUp(
      { url: (key) => `https://example.com/${key}`, rangeOf: () => ({ start: 0, end: 10 }) },
      (range, init) => {
        const answer = partial(range, init) as Response;
        answer.headers.set('ETag', etag);
        return answer;
      },
    );
    for (let key = 0; key <= 1000; key++) await load(key);
    etag = '"2"';
    expect(await failure(load(1))).toMatchObject({ problem: 'changed' });
    expect(await load(0)).toBe(bytesOf(0));
  });

  it.each<[string, Partial<ResponseInit>, number]>([
    ['the whole file', { status: 200 }, 60],
    ['another range', { status: 206, headers: { 'Content-Range': 'bytes 0-9/1040' } }, 1],
    ['compressed bytes', { status: 206, headers: { 'Content-Encoding': 'gzip' } }, 1],
    ['several parts', { status: 206, headers: { 'Content-Type': 'multipart/byteranges; boundary=x' } }, 1], // prettier-ignore
  ])('says that the server has no ranges if it answers with %s', async (_what, init, key) => {
    const { body, isCancelled } = parts();
    const { load } = setUp({ maxBytes: 500 }, () => new Response(body, init));
    expect(await failure(load(key))).toMatchObject({ problem: 'no-ranges' });
    expect(isCancelled()).toBe(true);
  });

  it('is none if a whole file is short: what is needed of it is read', async () => {
    const { body, send, isCancelled } = parts();
    const { load } = setUp({}, () => new Response(body));
    const loads = Promise.all([load(1), load(3)]);
    await settled();
    send(0, 60);
    expect(await loads).toEqual([bytesOf(1), bytesOf(3)]);
    expect(isCancelled()).toBe(true);
  });

  it.each<[string, Answer]>([
    ['a whole file that ends before the range', () => new Response('abc')],
    ['no body', () => new Response(null, { status: 206 })],
  ])('comes if there are too few bytes: %s', async (_what, answer) => {
    const { load } = setUp({}, answer);
    expect(await failure(load(1))).toMatchObject({ problem: 'network' });
  });

  it('is none if there are too many bytes: the range is cut out of them', async () => {
    const { load } = setUp({}, ({ start, end }) => new Response(file.slice(start, end + 5), { status: 206, headers: { 'Content-Range': `bytes ${start}-${end - 1}/1040`, 'Content-Length': '15' } })); // prettier-ignore
    expect(await load(1)).toBe(bytesOf(1));
  });

  it('is what `parse` throws, for its key alone', async () => {
    const parse = (bytes: Uint8Array, key: number) => {
      if (key === 1) throw new Error('not mine');
      return new TextDecoder().decode(bytes);
    };
    const { load } = setUp({ parse });
    const [one, two] = await Promise.allSettled([load(1), load(2)]);
    expect(one).toMatchObject({ reason: new Error('not mine') });
    expect(two).toMatchObject({ value: bytesOf(2) });
  });

  it.each([
    undefined,
    { start: -1, end: 5 },
    { start: 5, end: 4 },
    { start: 0.5, end: 4 },
    { start: 0, end: Infinity },
    { start: '0', end: 5 },
  ])('names a wrong range: %p', async (range) => {
    const { load, log } = setUp({ rangeOf: () => range as { start: number; end: number } });
    await expect(load(1)).rejects.toThrow('Expected `rangeOf(key)` to be a range of integers');
    expect(log).toEqual([]);
  });

  it('is an error of its load if a range does not fit into memory', async () => {
    const { load } = setUp(
      { rangeOf: () => ({ start: 0, end: Number.MAX_SAFE_INTEGER }) },
      () => new Response('abc', { status: 206 }),
    );
    expect(await failure(load(1))).toMatchObject({ name: 'RangeError' });
  });

  it.each<[object, string]>([
    [{ url: 1 }, 'Expected `url` to be an address or a function, got `1` (number)'],
    [{ rangeOf: 1 }, 'Expected `rangeOf` to be a function, got `1` (number)'],
    [{ parse: undefined }, 'Expected `parse` to be a function, got `undefined` (undefined)'],
    [{ window: NaN }, 'Expected `window` to be a number from 0 to 60000, got `NaN` (number)'],
    [{ init: 1 }, 'Expected `init` to be an object, got `1` (number)'],
    [{ init: () => ({}) }, 'Expected `init` to be an object, got `a function` (function)'],
    [{ maxGap: -1 }, 'Expected `maxGap` to be a number of 0 or more, got `-1` (number)'],
    [{ maxByte: 1 }, 'There is no option `maxByte`: did you mean `maxBytes`?'],
  ])('names wrong options: %p', (options, message) => {
    expect(() => setUp(options)).toThrow(message);
  });
});

describe('The plan of 10,000 ranges', () => {
  it('takes n log n comparisons, and joins all that are near', () => {
    let reads = 0;
    const wants = Array.from({ length: 10_000 }, (_, i) => {
      const start = 10 * ((i * 7919) % 10_000);
      return {
        url,
        isRequest: i % 2 === 0,
        end: start + 10,
        get start() {
          reads++;
          return start;
        },
      };
    });
    const groups = planRanges(wants, { maxGap: 0, maxBytes: 1e9 });
    expect(groups.flatMap((group) => group.wants)).toHaveLength(10_000);
    expect(reads).toBeLessThan(2 * 10_000 * Math.log2(10_000) + 50_000);
    const all = planRanges(
      wants.map(({ start, end }) => ({ url, start, end, isRequest: true })),
      { maxGap: 0, maxBytes: 1e9 },
    );
    expect(all).toHaveLength(1);
  });

  it('reads them by one request', async () => {
    const { prefetch, log } = setUp({ rangeOf: (key) => ({ start: key % 1000, end: (key % 1000) + 1 }) }); // prettier-ignore
    const items = await Promise.all(Array.from({ length: 10_000 }, (_, key) => prefetch(key)));
    expect(items).toEqual(Array.from({ length: 10_000 }, (_, key) => text[key % 1000]));
    expect(log).toEqual(['0-1000 low']);
  });
});

describe('rangeProvider with a server', () => {
  it('serves a cache: the prefetches of one step are one request', async () => {
    server = await startServer((request, response) => {
      const [start = 0, last = 0] = /(\d+)-(\d+)/.exec(request.headers.range ?? '')?.slice(1).map(Number) ?? []; // prettier-ignore
      response
        .writeHead(206, { 'Content-Range': `bytes ${start}-${last}/${file.length}` })
        .end(file.subarray(start, last + 1));
    });
    const load = rangeProvider<number, string>({
      url: `${server.url}/file`,
      rangeOf: (key) => ({ start: 10 * key, end: 10 * (key + 1) }),
      parse: (bytes) => new TextDecoder().decode(bytes),
    });
    const cache = prefetchCache(load, naming(6, 7, 8));
    const reader = record(cache.get(5));
    for (let i = 0; cache.size < 4 && i < 10_000; i++) await settled();
    expect(reader.values).toEqual([bytesOf(5)]);
    expect(server.log).toEqual(['GET /file bytes=50-89']);
    cache.close();
  });

  it('fails if the server closes in the middle', async () => {
    server = await startServer((_, response) => {
      response.writeHead(206, { 'Content-Range': 'bytes 10-19/1040', 'Content-Length': '10' });
      response.write('abc', () => response.destroy());
    });
    const { load } = setUp({ url: `${server.url}/example.com/`, fetch });
    await expect(load(1)).rejects.toThrow('the connection broke off');
  });
});

providerContract({ describe, it }, 'rangeProvider', () => setUp().load, {
  keys: [1, 2, 3],
  isItem: (item, key) => item === bytesOf(key),
});
