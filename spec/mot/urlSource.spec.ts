import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  motProvider,
  urlSource,
  type MotSourceError,
  type UrlSourceOptions,
} from '../../src/mot/index.js';
import { whenIndexed } from './support/whenIndexed.js';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const frames = 20_000;
const content = Array.from({ length: frames }, (_, i) => `${i},${i},1,2,3,4,1\n`).join('');
let server: Server;
let url = '';
let answer: Answer;
let ranges: (string | undefined)[] = [];

/** A usual server with ranges. */
const withRanges =
  (body: string, headers: Record<string, string> = {}): Answer =>
  (request, response) => {
    const [, from = '', to = ''] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
    const start = Number(from);
    const end = Math.min(body.length, to === '' ? Infinity : Number(to) + 1);
    if (request.headers.range === undefined)
      response.writeHead(200, { 'Content-Length': body.length, ...headers }).end(body);
    else if (start >= body.length)
      response.writeHead(416, { 'Content-Range': `bytes */${body.length}`, ...headers }).end();
    else {
      const part = body.slice(start, end);
      response
        .writeHead(206, {
          'Content-Range': `bytes ${start}-${end - 1}/${body.length}`,
          'Content-Length': part.length,
          ...headers,
        })
        .end(part);
    }
  };
const withoutRanges =
  (body: string, headers: Record<string, string> = {}): Answer =>
  (_, response) => {
    response.writeHead(200, headers).end(body);
  };
const provide = (options?: UrlSourceOptions) => motProvider(urlSource(url, options));

beforeEach(async () => {
  ranges = [];
  server = createServer((request, response) => {
    ranges.push(request.headers.range);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/gt.txt`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

describe('urlSource', () => {
  it('reads the index with one request, and then each frame with one request of its bytes', async () => {
    answer = withRanges(content);
    const provider = motProvider(urlSource(new URL(url)));
    expect(await whenIndexed(provider)).toEqual({
      bytes: content.length,
      total: content.length,
      lines: frames,
      frames,
    });
    expect((await provider.load(7)).detections).toStrictEqual([
      { trackId: 7, left: 1, top: 2, width: 3, height: 4, confidence: 1 },
    ]);
    expect((await provider.load(frames - 1)).detections).toHaveLength(1);
    expect(ranges).toEqual([
      'bytes=0-',
      'bytes=98-111',
      `bytes=${content.length - 22}-${content.length - 1}`,
    ]);
    await provider.close();
  });

  it('reads an empty file', async () => {
    answer = withRanges('');
    const provider = provide();
    await whenIndexed(provider);
    expect(provider.size).toBe(0);
  });

  it('rejects with the address for a server without ranges', async () => {
    answer = withoutRanges(content);
    await expect(provide().load(1)).rejects.toMatchObject({
      name: 'MotSourceError',
      problem: 'no-ranges',
      source: url,
      message: `The server of \`${url}\` does not answer HTTP Range requests; urlSource(url, { whole: 'fallback' }) allows to read it whole`,
    });
  });

  it('reads a file whole, once, from a server without ranges, if allowed', async () => {
    answer = withoutRanges(content);
    const provider = provide({ whole: 'fallback' });
    expect((await provider.load(7)).detections[0]?.trackId).toBe(7);
    expect((await provider.load(9999)).detections[0]?.trackId).toBe(9999);
    expect(ranges).toEqual(['bytes=0-']);
  });

  it('reads ranges if the server has them, with `fallback`', async () => {
    answer = withRanges(content);
    const provider = provide({ whole: 'fallback' });
    await provider.load(7);
    expect(ranges).toEqual(['bytes=0-', 'bytes=98-111']);
  });

  it('reads a file whole, once, without ranges, with `always`', async () => {
    answer = withRanges(content);
    const provider = provide({ whole: 'always' });
    expect(
      (await provider.loadMany([7, 8])).map(({ detections }) => detections[0]?.trackId),
    ).toEqual([7, 8]);
    expect(ranges).toEqual([undefined]);
  });

  it('accepts an answer with all bytes to the range of all, from a server that states ranges', async () => {
    answer = (request, response) => {
      const whole = request.headers.range === 'bytes=0-';
      (whole
        ? withoutRanges(content, {
            'Accept-Ranges': 'bytes',
            'Content-Length': String(content.length),
          })
        : withRanges(content))(request, response);
    };
    const provider = provide();
    expect((await provider.load(7)).detections[0]?.trackId).toBe(7);
  });

  it.each([404, 410])('rejects for a missing file: %d', async (status) => {
    answer = (_, response) => void response.writeHead(status).end();
    await expect(provide().load(1)).rejects.toMatchObject({
      problem: 'missing',
      message: `There is no \`${url}\`: the server answered ${status}`,
    });
  });

  it('rejects with the status of a refusal', async () => {
    answer = (_, response) => void response.writeHead(403).end();
    await expect(provide().load(1)).rejects.toMatchObject({
      problem: 'unreadable',
      message: `\`${url}\` cannot be read: the server answered 403 Forbidden`,
    });
  });

  it('rejects if no server answers', async () => {
    const provider = motProvider(urlSource('http://127.0.0.1:1/gt.txt'));
    await expect(provider.load(1)).rejects.toMatchObject({
      name: 'MotSourceError',
      problem: 'unreadable',
      message: expect.stringContaining('cannot be read: fetch failed'),
    });
  });

  it.each([
    [
      'has another length',
      withRanges(content, { ETag: '"a"' }),
      withRanges(`${content} `, { ETag: '"a"' }),
    ],
    [
      'has another ETag',
      withRanges(content, { ETag: '"a"' }),
      withRanges(content, { ETag: '"b"' }),
    ],
    [
      'was modified',
      withRanges(content, { 'Last-Modified': 'a' }),
      withRanges(content, { 'Last-Modified': 'b' }),
    ],
    ['is shorter than the range', withRanges(content), withRanges('1')],
  ])('rejects for a file that changed since it was indexed: it %s', async (_, before, after) => {
    answer = before;
    const provider = provide();
    await provider.load(1);
    answer = after;
    await expect(provider.load(frames - 1)).rejects.toMatchObject({
      name: 'MotSourceError',
      problem: 'changed',
      source: url,
    });
  });

  it('rejects if the server has no ranges any more', async () => {
    answer = withRanges(content);
    const provider = provide();
    await provider.load(1);
    answer = withoutRanges(content);
    await expect(provider.load(2)).rejects.toMatchObject({ problem: 'no-ranges' });
  });

  it.each(['index', 'frame'])(
    'rejects if the connection breaks off, or if bytes are missing: %s',
    async (moment) => {
      const rangeOf = ({ headers }: IncomingMessage) => {
        const start = Number(/\d+/.exec(headers.range ?? '')?.[0]);
        return `bytes ${start}-${start + 999}/${content.length}`;
      };
      const broken: Answer = (request, response) => {
        response
          .writeHead(206, { 'Content-Range': rangeOf(request), 'Content-Length': 1000 })
          .write('1,1,');
        setImmediate(() => request.socket.destroy());
      };
      const short: Answer = (request, response) =>
        void response.writeHead(206, { 'Content-Range': rangeOf(request) }).end('1,1,');
      for (const bad of [broken, short]) {
        answer = withRanges(content);
        const provider = provide();
        if (moment === 'frame') await provider.load(0);
        answer = bad;
        await expect(provider.load(100)).rejects.toMatchObject({
          name: 'MotSourceError',
          problem: 'unreadable',
        });
      }
    },
  );

  it('has the status and the `Retry-After` of the server, in seconds or as a date', async () => {
    const statuses: Record<string, number | undefined>[] = [];
    for (const wait of [
      '120',
      'Wed, 21 Oct 2015 07:28:07 GMT',
      'Wed, 21 Oct 2015 07:27:00 GMT',
      'soon',
      '',
    ]) {
      answer = (_, response) =>
        void response
          .writeHead(503, { Date: 'Wed, 21 Oct 2015 07:28:00 GMT', 'Retry-After': wait })
          .end();
      const outcome: unknown = await provide()
        .load(1)
        .catch((error: unknown) => error);
      const { status, retryAfter } = outcome as MotSourceError;
      statuses.push({ status, retryAfter });
    }
    expect(statuses).toEqual(
      [120_000, 7000, 0, undefined, undefined].map((retryAfter) => ({ status: 503, retryAfter })),
    );
  });

  it('has the status of a refused range', async () => {
    answer = withoutRanges(content);
    await expect(provide().load(1)).rejects.toMatchObject({ status: 200, retryAfter: undefined });
  });

  it('aborts its request when the load aborts', async () => {
    answer = withRanges(content);
    const provider = provide();
    await provider.load(0);
    const controller = new AbortController();
    const closed = new Promise<void>((resolve) => {
      answer = (_, response) => {
        response.on('close', resolve);
        controller.abort();
      };
    });
    const load = provider.load(1, { signal: controller.signal });
    await expect(load).rejects.toMatchObject({ name: 'AbortError' });
    await closed;
  });

  it('uses the given `fetch`', async () => {
    answer = withRanges(content);
    const asked: string[] = [];
    const fetchWith: UrlSourceOptions['fetch'] = (address, init) => {
      asked.push(String(address));
      return fetch(address, { ...init, headers: { ...init.headers, Authorization: 'secret' } });
    };
    await provide({ fetch: fetchWith }).load(1);
    expect(asked).toEqual([url, url]);
  });

  it.each([
    [() => urlSource(5 as unknown as string), 'Expected `url` to be an address, got `5` (number)'],
    [
      () => urlSource('x', null as unknown as UrlSourceOptions),
      'Expected `options` to be an object, got `null` (null)',
    ],
    [
      () => urlSource('x', { fetch: 5 } as unknown as UrlSourceOptions),
      'Expected `fetch` to be a function, got `5` (number)',
    ],
    [
      () => urlSource('x', { whole: true } as unknown as UrlSourceOptions),
      "Expected `whole` to be 'never', 'fallback' or 'always', got `true` (boolean)",
    ],
  ])('refuses wrong options', (make, message) => {
    expect(make).toThrow(new TypeError(message));
  });
});
