import { mkdtemp, rm } from 'node:fs/promises';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lastValueFrom, of } from 'rxjs';
import { markov, prefetchCache } from 'rxjs-prefetch-cache';
import { openStore } from '../../demos/service/openStore.js';
import { createReaders } from '../../demos/service/readers.js';
import { parseServiceOptions } from '../../demos/service/parseServiceOptions.js';
import { startService, type Service } from '../../demos/service/startService.js';
import { sampleFile } from '../../demos/shared/sampleFile.js';

const argv = (...args: string[]) => ['node', 'service', ...args];
let folder = '';
let file = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'service-spec-'));
  file = join(folder, 'tracks.txt');
  await lastValueFrom(sampleFile(file, { tracks: 20, frames: 300, seed: 1 }));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const start = (data: string): Promise<Service> =>
  startService({ ...parseServiceOptions(argv('--port', '0', '--latency', '5', '--data', join(folder, data))), file }); // prettier-ignore

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly cache: string | null;
  readonly cookie: string | undefined;
}

async function get(service: Service, path: string, cookie?: string): Promise<Answer> {
  const headers = cookie === undefined ? {} : { cookie };
  const response = await fetch(`${service.address}${path}`, { headers });
  return {
    status: response.status,
    body: await response.json(),
    cache: response.headers.get('x-cache'),
    cookie: response.headers.get('set-cookie')?.split(';')[0],
  };
}

/** The value of a metric of frames. */
async function metric(service: Service, name: string): Promise<number> {
  const text = await (await fetch(`${service.address}/metrics`)).text();
  return Number(new RegExp(`^${name}\\{cache="frames"\\} (.*)$`, 'm').exec(text)?.[1]);
}

describe('The demo of a service', () => {
  it('serves frames to a session, and prefetches what it will ask for', async () => {
    const service = await start('one');
    try {
      const first = await get(service, '/frames/1');
      expect(first).toMatchObject({ status: 200, body: { frame: 1 }, cache: 'miss' });
      expect(first.cookie).toMatch(/^reader=/);
      const served: (string | null)[] = [];
      for (let frame = 2; frame <= 60; frame++) {
        const { status, body, cache } = await get(service, `/frames/${frame}`, first.cookie);
        expect([status, (body as { frame: number }).frame]).toEqual([200, frame]);
        served.push(cache);
      }
      expect(served).toContain('hit');
      expect(await metric(service, 'service_sessions')).toBe(1);
      expect(await metric(service, 'prefetch_cache_requests')).toBe(60);
      expect(await metric(service, 'prefetch_cache_prefetches')).toBeGreaterThan(5);
    } finally {
      await service.close();
    }
  });

  it('answers from its store after it was started again', async () => {
    const first = await start('again');
    await get(first, '/frames/7');
    await first.close();
    const second = await start('again');
    try {
      expect((await get(second, '/frames/7')).body).toMatchObject({ frame: 7 });
      expect(await metric(second, 'service_source_loads_total')).toBeNaN();
    } finally {
      await second.close();
    }
  });

  it('has pages of rows, its health, and errors that say what is wrong', async () => {
    const service = await start('errors');
    try {
      expect((await get(service, '/rows/2')).body).toHaveLength(50);
      expect(await get(service, '/health')).toMatchObject({ status: 200, body: { status: 'ok' } });
      expect(await get(service, '/frames/x')).toMatchObject({ status: 400, body: { error: 'Expected a whole number, got `x`' } }); // prettier-ignore
      expect(await get(service, '/rows/%20')).toMatchObject({ status: 400 });
      expect(await get(service, '/frames/9999')).toMatchObject({ status: 404, body: { error: 'There is no item 9999 in frames' } }); // prettier-ignore
    } finally {
      await service.close();
    }
  });

  it('publishes the events of its caches for diagnostics', async () => {
    const types: unknown[] = [];
    const listen = (event: unknown): void => void types.push((event as { type: string }).type);
    subscribe('rxjs-prefetch-cache:frames', listen);
    const service = await start('events');
    try {
      await get(service, '/frames/3');
    } finally {
      await service.close();
      unsubscribe('rxjs-prefetch-cache:frames', listen);
    }
    expect(types).toEqual(expect.arrayContaining(['miss', 'load-start', 'load-success', 'close']));
  });

  it('ends the oldest session where there are many', () => {
    const cache = prefetchCache<number, string>((key) => of(`item ${key}`), markov<number>());
    const readers = createReaders(cache, 1e6);
    for (let i = 0; i < 10_005; i++) void readers.get(`session ${i}`, 1);
    expect(readers.size).toBe(10_000);
    readers.close();
    cache.close();
  });

  it('does not start while Redis is away', async () => {
    await expect(openStore('redis://127.0.0.1:1')).rejects.toThrow('ECONNREFUSED');
  });

  it('refuses several processes without Redis', () => {
    expect(() => parseServiceOptions(argv('--processes', '2'))).toThrow('requires `--redis`');
  });
});
