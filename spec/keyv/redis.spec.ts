import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import KeyvRedis from '@keyv/redis';
import { createClient } from '@redis/client';
import { Redis } from 'ioredis';
import { Keyv } from 'keyv';
import { firstValueFrom, of } from 'rxjs';
import { prefetchCache } from 'rxjs-prefetch-cache';
import { redisBus, redisLease, withStore, type RedisClient } from 'rxjs-prefetch-cache/keyv';
import { packageFolder } from '../../tools/package/sourceFiles.js';
import { startRedis, type RedisServer } from '../../tools/redis/startRedis.js';
import { until } from '../../tools/redis/until.js';
import { hasRedis } from './hasRedis.js';
import type { Order, Report } from './worker.js';

let server: RedisServer;
const ends: (() => unknown)[] = [];

async function connectNodeRedis(url: string) {
  const client = createClient({ url, socket: { reconnectStrategy: 20 } });
  client.on('error', () => undefined);
  await client.connect();
  ends.push(() => client.destroy());
  return client;
}

function connectIoredis(url: string): Redis {
  const client = new Redis(url, { retryStrategy: () => 20 });
  client.on('error', () => undefined);
  ends.push(() => client.disconnect());
  return client;
}

/** Starts a process, and hears its reports. */
async function startWorker(): Promise<{ child: ChildProcess; reports: Report[] }> {
  const child = fork(join(packageFolder, 'spec/keyv/worker.ts'), {
    cwd: packageFolder,
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  ends.push(() => child.kill());
  const reports: Report[] = [];
  child.on('message', (report) => reports.push(report as Report));
  await until(() => reports.length > 0);
  return { child, reports };
}

const kinds: readonly [string, (url: string) => RedisClient | Promise<RedisClient>][] = [
  ['node-redis', connectNodeRedis],
  ['ioredis', connectIoredis],
];

(hasRedis ? describe : describe.skip)('with Redis', () => {
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(async () => {
    for (const end of ends) end();
    await server.stop();
  });

  it.each(kinds)(
    'a lease of %s has one holder, until it is released or expires',
    async (_, connect) => {
      const lease = redisLease(await connect(server.url));
      const key = `a:~lease/${_}`;
      const token = await lease.acquire(key, 60_000);
      expect(typeof token).toBe('string');
      expect(await lease.acquire(key, 60_000)).toBe(undefined);
      expect(await lease.release(key, 'another')).toBe(false);
      expect(await lease.acquire(key, 60_000)).toBe(undefined);
      expect(await lease.release(key, token ?? '')).toBe(true);
      expect(await lease.release(key, token ?? '')).toBe(false);
      const brief = await lease.acquire(key, 1.5);
      await until(async () => (await lease.acquire(key, 60_000)) !== undefined);
      expect(await lease.release(key, brief ?? '')).toBe(false);
    },
  );

  it.each(kinds)(
    'a bus of %s reaches other processes, and tells of lost connections',
    async (_, connect) => {
      const own = await startRedis();
      ends.push(() => own.stop());
      const start = async () => {
        const client = await connect(own.url);
        const events: string[] = [];
        const frames = withStore((key: number) => of(`item ${key}`), new Map<string, string>(), {
          namespace: 'frames',
          bus: redisBus(client),
        });
        frames.events$.subscribe(({ type }) => events.push(type));
        const cache = prefetchCache(frames, () => []);
        frames.attach(cache);
        ends.push(() => frames.close());
        return { frames, cache, events };
      };
      const [one, two] = [await start(), await start()];
      const gaps = (): number => two.events.filter((type) => type === 'store-gap').length;
      await until(() => gaps() === 1);
      await firstValueFrom(two.cache.get(1));
      expect(two.cache.has(1)).toBe(true);
      await one.frames.invalidate(1);
      await until(() => two.events.includes('store-message'));
      expect(two.cache.has(1)).toBe(false);
      // The connection is lost, and comes back.
      await firstValueFrom(two.cache.get(2));
      await own.stop();
      const again = await startRedis(own.port);
      ends.push(() => again.stop());
      await until(() => gaps() >= 2);
      expect(two.cache.has(2)).toBe(false);
      await firstValueFrom(two.cache.get(3));
      await until(async () => {
        await one.frames.invalidate(3);
        return !two.cache.has(3);
      });
    },
  );

  it('answers come from the source while it is down, and from the store again when it is back', async () => {
    const own = await startRedis();
    const client = await connectNodeRedis(own.url);
    let loads = 0;
    const frames = withStore(
      (key: number) => of(`item ${key}, load ${++loads}`),
      new Keyv({ store: new KeyvRedis(client) }),
      { namespace: 'frames', timeout: 50 },
    );
    const load = (key: number) =>
      firstValueFrom(frames.load(key, { reason: 'demand', signal: new AbortController().signal }));
    const events: string[] = [];
    frames.events$.subscribe(({ type }) => events.push(type));
    expect(await load(1)).toBe('item 1, load 1');
    await until(() => events.includes('store-written'));
    expect(await load(1)).toBe('item 1, load 1');
    await own.stop();
    for (let key = 10; key < 20; key++) expect(await load(key)).toContain(`item ${key}, load`);
    expect(events).toContain('store-paused');
    const again = await startRedis(own.port);
    ends.push(() => again.stop());
    await until(async () => {
      await load(1);
      return events.includes('store-resumed');
    });
    await until(async () => {
      await load(1);
      return events.lastIndexOf('store-hit') > events.lastIndexOf('store-resumed');
    });
    await frames.close();
  });

  it('8 processes load 1,000 keys once each, at most 1.02 times on average', async () => {
    const workers = await Promise.all(Array.from({ length: 8 }, startWorker));
    const keys = Array.from({ length: 1000 }, (_, key) => key);
    const order: Order = { url: server.url, keys, source: 'quick', leaseFor: 60_000 };
    for (const { child } of workers) child.send(order);
    await Promise.all(workers.map(({ child }) => once(child, 'exit')));
    const done = workers.flatMap(({ reports }) =>
      reports.filter((report) => report.type === 'done'),
    );
    expect(done).toHaveLength(8);
    expect(done.map(({ wrong }) => wrong)).toEqual(done.map(() => 0));
    const loads = done.reduce((sum, report) => sum + report.loads, 0);
    expect(loads / keys.length).toBeGreaterThanOrEqual(1);
    expect(loads / keys.length).toBeLessThanOrEqual(1.02);
  });

  it('a process that is killed while it has the lease delays another one until the lease ends', async () => {
    const [holder, other] = await Promise.all([startWorker(), startWorker()]);
    const order: Order = { url: server.url, keys: [5000], source: 'never', leaseFor: 1500 };
    holder.child.send(order);
    await until(() => holder.reports.some(({ type }) => type === 'began'));
    const client = await connectNodeRedis(server.url);
    const left = Number(await client.sendCommand(['PTTL', 'frames:~lease/5000']));
    expect(left).toBeLessThanOrEqual(1500);
    holder.child.kill('SIGKILL');
    other.child.send({ ...order, source: 'quick' });
    await once(other.child, 'exit');
    expect(other.reports.at(-1)).toEqual({ type: 'done', loads: 1, wrong: 0 });
  });
});

describe('redisLease and redisBus', () => {
  it('refuse what is no client', () => {
    expect(() => redisLease({} as RedisClient)).toThrow('Expected `client` to be a client of');
    expect(() => redisBus(undefined as unknown as RedisClient)).toThrow('Expected `client` to be');
    const client = { call: () => Promise.resolve(), duplicate: () => undefined } as unknown as RedisClient; // prettier-ignore
    expect(() => redisBus(client, { channel: '' })).toThrow('Expected `channel` to be a string');
  });
});
