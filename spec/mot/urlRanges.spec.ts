import { describe, expect, it } from '@jest/globals';
import { motProvider, urlSource, type UrlSourceOptions } from '../../src/mot/index.js';

const content = Array.from({ length: 50 }, (_, i) => `${10 + i},${i},1,2,3,4,1\n`).join('');
const size = content.length;
const url = 'http://host/gt.txt';

/** A request for a range: its first byte, and where it ends; undefined for one without. */
type Asked = { readonly start: number; readonly end: number } | undefined;
type Answer = (asked: Asked, request: number) => Response;

/** A server in memory, and the ranges that were requested from it. */
function serve(answer: Answer) {
  const asked: (string | undefined)[] = [];
  const fetch: UrlSourceOptions['fetch'] = (_, { headers: { Range: range } }) => {
    asked.push(range);
    const [, start, end] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? [];
    const parsed =
      start === undefined ? undefined : { start: Number(start), end: end ? Number(end) + 1 : size };
    return Promise.resolve(answer(parsed, asked.length));
  };
  return {
    asked,
    provide: (whole: UrlSourceOptions['whole'] = 'never') =>
      motProvider(urlSource(url, { fetch, whole }), { cacheSize: 0 }),
  };
}

const all = (headers: Record<string, string> = {}, body = content) =>
  new Response(body, { headers: { 'Content-Length': String(body.length), ...headers } });
const part = (start: number, end: number, headers: Record<string, string> = {}) =>
  new Response(content.slice(start, end), {
    status: 206,
    headers: { 'Content-Range': `bytes ${start}-${end - 1}/${size}`, ...headers },
  });
const refusal = (headers: Record<string, string> = {}) =>
  new Response(null, { status: 416, headers });
const ranges = (asked: Asked, headers?: Record<string, string>) =>
  asked ? part(asked.start, asked.end, headers) : all(headers);
const trackOf = async (provider: ReturnType<typeof motProvider>, frame: number) =>
  (await provider.load(frame)).detections[0]?.trackId;

/** Servers that answer the range of all bytes correctly, and other ranges wrongly. */
const misbehaving: [
  title: string,
  answer: (asked: { start: number; end: number }) => Response,
  detail: string,
][] = [
  [
    'another range',
    ({ start, end }) => part(0, end - start),
    'requested bytes from 150 on, got `Content-Range: bytes 0-15/',
  ],
  ['a range that ends before it begins', () => all({ 'Content-Range': 'bytes 150-3/790' }), ''],
  [
    'several parts',
    ({ start, end }) => part(start, end, { 'Content-Type': 'multipart/byteranges; boundary=x' }),
    'multipart/byteranges',
  ],
  [
    'ranges of compressed bytes',
    ({ start, end }) => part(start, end, { 'Content-Encoding': 'gzip' }),
    'Content-Encoding: gzip',
  ],
  ['all of it', () => all({ 'Accept-Ranges': 'bytes' }), ''],
  [
    'a refusal',
    () => refusal({ 'Content-Range': `bytes */${size}` }),
    'the answer to `bytes=150-` is 416',
  ],
];

describe('urlSource: ranges', () => {
  it.each(misbehaving)(
    'takes no other bytes for those of a frame: %s',
    async (_, answer, detail) => {
      const { provide } = serve((asked, request) =>
        asked && request > 1 ? answer(asked) : ranges(asked),
      );
      await expect(provide().load(20)).rejects.toMatchObject({
        name: 'MotSourceError',
        problem: 'no-ranges',
        message: expect.stringContaining(detail),
      });
    },
  );

  it.each(misbehaving)(
    'falls back to all of it, read once, where that is allowed and a server stops answering ranges: %s',
    async (_, answer) => {
      const { asked, provide } = serve((range, request) =>
        range && request > 1 ? answer(range) : ranges(range),
      );
      const provider = provide('fallback');
      expect(await Promise.all([20, 30].map((frame) => trackOf(provider, frame)))).toEqual([
        10, 20,
      ]);
      expect(await trackOf(provider, 40)).toBe(30);
      expect(asked.filter((range) => range === undefined)).toHaveLength(1);
      expect(asked).toHaveLength(4);
    },
  );

  it.each(misbehaving)(
    'falls back where the range of all is answered like this: %s',
    async (_, answer) => {
      const { provide } = serve((asked) => (asked ? answer(asked) : all()));
      const provider = provide('fallback');
      expect([await trackOf(provider, 20), await trackOf(provider, 30)]).toEqual([10, 20]);
    },
  );

  it.each([1, 7, 100])(
    'requests the rest of a range if answers have at most %d bytes',
    async (most) => {
      const { asked, provide } = serve((range) =>
        range ? part(range.start, Math.min(range.end, range.start + most)) : all(),
      );
      const provider = provide();
      expect(await trackOf(provider, 20)).toBe(10);
      expect(provider.size).toBe(50);
      expect(asked).toHaveLength(Math.ceil(size / most) + Math.ceil(16 / most));
    },
  );

  it('reads a file of unknown length up to its end', async () => {
    const { provide } = serve((asked) => {
      if (!asked || asked.start >= size) return refusal({ 'Content-Range': `bytes */${size}` });
      const end = Math.min(asked.end, asked.start + 100);
      return part(asked.start, end, { 'Content-Range': `bytes ${asked.start}-${end - 1}/*` });
    });
    expect(await trackOf(provide(), 59)).toBe(49);
  });

  it('uses no more than the range of a longer answer', async () => {
    const { provide } = serve((asked) => (asked ? part(asked.start, size) : all()));
    expect(await trackOf(provide(), 20)).toBe(10);
  });

  it('reads ranges whose answers do not state them', async () => {
    const { asked, provide } = serve(
      (range) => new Response(content.slice(range?.start, range?.end), { status: 206 }),
    );
    expect(await trackOf(provide(), 20)).toBe(10);
    expect(asked).toHaveLength(2);
    const short = serve(
      (range) =>
        new Response(
          content.slice(
            range?.start,
            Math.min(range?.end ?? size, (range?.start ?? 0) + (range?.end === size ? size : 5)),
          ),
          {
            status: 206,
            headers: { 'Content-Length': range?.end === size ? String(size) : '5' },
          },
        ),
    );
    expect(await trackOf(short.provide(), 20)).toBe(10);
  });

  it('fails for an answer without bytes, instead of requesting them again', async () => {
    const { provide } = serve((asked, request) =>
      request > 1
        ? new Response('', { status: 206, headers: { 'Content-Length': '0' } })
        : ranges(asked),
    );
    await expect(provide().load(20)).rejects.toMatchObject({
      problem: 'unreadable',
      message: expect.stringContaining('no bytes from 150 on'),
    });
  });

  it.each([
    ['with its length', { 'Content-Range': `bytes */${size}` }],
    ['without', {}],
  ])(
    'does not treat a file as empty if the server refuses the range of all of it, %s',
    async (_, headers: Record<string, string>) => {
      const { provide } = serve((asked) => (asked ? refusal(headers) : all()));
      await expect(provide().load(20)).rejects.toMatchObject({ problem: 'no-ranges', status: 416 });
      const provider = provide('fallback');
      expect([await trackOf(provider, 20), await trackOf(provider, 30)]).toEqual([10, 20]);
    },
  );

  it.each(['never', 'fallback'] as const)(
    'reads an empty file whose length the server does not state: %s',
    async (whole) => {
      const { provide } = serve((asked) => (asked ? refusal() : all({}, '')));
      expect((await provide(whole).load(1)).detections).toEqual([]);
    },
  );

  it('refuses a compressed answer, whose ranges would count other bytes', async () => {
    const { provide } = serve(() => all({ 'Accept-Ranges': 'bytes', 'Content-Encoding': 'br' }));
    await expect(provide().load(20)).rejects.toMatchObject({
      problem: 'no-ranges',
      message: expect.stringContaining('Content-Encoding: br'),
    });
    expect(await trackOf(provide('fallback'), 20)).toBe(10);
  });

  it.each(['Bytes', 'BYTES', 'items, bytes'])(
    'reads ranges if the server names their unit %s',
    async (unit) => {
      const { asked, provide } = serve((range, request) =>
        request === 1
          ? all({ 'Accept-Ranges': unit })
          : part(range?.start ?? 0, range?.end ?? size, {
              'Content-Range': `${unit.slice(-5)} ${range?.start}-${(range?.end ?? 0) - 1}/${size}`,
            }),
      );
      expect(await trackOf(provide(), 20)).toBe(10);
      expect(asked).toEqual(['bytes=0-', 'bytes=150-165']);
    },
  );

  it('falls back for a server that states ranges and has none', async () => {
    const { provide } = serve(() => all({ 'Accept-Ranges': 'bytes' }));
    const provider = provide('fallback');
    expect([await trackOf(provider, 20), await trackOf(provider, 30)]).toEqual([10, 20]);
    await expect(provide().load(20)).rejects.toMatchObject({ problem: 'no-ranges' });
  });

  it('does not fall back to another version of the file', async () => {
    const { provide } = serve((asked, request) =>
      request === 1 ? ranges(asked) : new Response(`${content}60,1,1,2,3,4,1\n`),
    );
    await expect(provide('fallback').load(20)).rejects.toMatchObject({ problem: 'changed' });
  });

  it('falls back midway through the index', async () => {
    const { provide } = serve((asked) => (asked?.start === 0 ? part(0, 100) : all()));
    const provider = provide('fallback');
    expect(await trackOf(provider, 59)).toBe(49);
    expect(provider.size).toBe(50);
  });

  it('stops reading the whole file when no load waits for it', async () => {
    const signals: AbortSignal[] = [];
    const fetch: UrlSourceOptions['fetch'] = (_, { headers, signal }) => {
      if (signals.length > 0 || headers.Range === undefined) {
        signals.push(signal);
        return new Promise(() => undefined);
      }
      if (headers.Range === 'bytes=0-') return Promise.resolve(part(0, size));
      if (headers.Range === 'bytes=150-165') return Promise.resolve(all());
      return Promise.reject(new Error(headers.Range));
    };
    const provider = motProvider(urlSource(url, { fetch, whole: 'fallback' }));
    const controller = new AbortController();
    const load = provider.load(20, controller);
    for (let turn = 0; turn < 1000 && signals.length === 0; turn++) await new Promise(setImmediate);
    controller.abort();
    await expect(load).rejects.toMatchObject({ name: 'AbortError' });
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  });

  it.each([
    ['a strong and a weak form of one ETag', { ETag: '"a"' }, { ETag: 'W/"a"' }],
    [
      'dates one second apart',
      { 'Last-Modified': 'Wed, 21 Oct 2015 07:28:00 GMT' },
      { 'Last-Modified': 'Wed, 21 Oct 2015 07:27:59 GMT' },
    ],
  ])(
    'treats %s as one version of the file',
    async (_, before: Record<string, string>, after: Record<string, string>) => {
      const { provide } = serve((asked, request) => ranges(asked, request === 1 ? before : after));
      expect(await trackOf(provide(), 20)).toBe(10);
    },
  );

  it('treats dates two seconds apart as two versions', async () => {
    const { provide } = serve((asked, request) =>
      ranges(asked, { 'Last-Modified': `Wed, 21 Oct 2015 07:28:0${2 * request} GMT` }),
    );
    await expect(provide().load(20)).rejects.toMatchObject({ problem: 'changed' });
  });
});
