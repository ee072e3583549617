import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import cluster from 'node:cluster';
import { AggregatorRegistry, Registry, type RegistryContentType } from 'prom-client';
import { lastValueFrom } from 'rxjs';
import { auto, prefetchCache, shareModel, type LoadContext } from 'rxjs-prefetch-cache';
import { withStore } from 'rxjs-prefetch-cache/keyv';
import { motProvider } from 'rxjs-prefetch-cache/mot';
import { fileSource } from 'rxjs-prefetch-cache/mot/node';
import { createApp, type Route } from './createApp.js';
import { createMetrics } from './metrics.js';
import { openStore, type OpenStore } from './openStore.js';
import type { ServiceOptions } from './parseServiceOptions.js';
import { createReaders, type Readers } from './readers.js';
import { PAGES, rowsOf } from './rows.js';
import { publishEvents } from './tracing.js';

/** One process of the service. */
export interface Service {
  /** `http://localhost:<port>` */
  readonly address: string;
  /** Answers what was requested, and then closes sessions, caches, models and the store. */
  readonly close: () => Promise<void>;
}

/** Milliseconds for which a stored item may be used. */
const TTL = 3_600_000;
/** Items of each cache. */
const MAX_KEYS = 2000;
/** Milliseconds after which a stop no longer waits for requests. */
const PATIENCE = 4000;
/** Milliseconds between exchanges of what was learned. */
const EXCHANGE = 10_000;

/**
 * Starts one process: a cache for frames and one for pages of rows, in front of a store, in front of
 * the sources.
 *
 * @throws Error (rejects) if the file, the store or the port cannot be opened
 */
export async function startService(
  options: ServiceOptions & { readonly file: string },
): Promise<Service> {
  const mot = motProvider(fileSource(options.file), { cacheSize: 0 });
  await lastValueFrom(mot.index(), { defaultValue: undefined });
  let last = 0;
  for (const frame of mot.keys()) last = Math.max(last, frame);
  const store = await openStore(options.redis, options.data);
  const registry = new Registry();
  const metrics = createMetrics(registry);
  const open = (name: string, source: SlowSource) =>
    openLevels(
      name,
      slowed(source, options.latency, () => metrics.loaded(name)),
      store,
      options,
    );
  const levels = [
    open('frames', { load: (frame) => mot.loadMany([frame]).then(([found]) => found), has: (frame) => frame > 0 && frame <= last }), // prettier-ignore
    open('rows', { load: (page) => Promise.resolve(rowsOf(page)), has: (page) => page < PAGES }),
  ];
  for (const { name, cache, readers } of levels) metrics.watch(name, cache, readers);
  // The first process of several collects the metrics of all.
  if (cluster.isWorker) answerCollector(registry);

  let isStopping = false;
  const app = createApp({
    routes: levels,
    metrics,
    report: async () => ({ type: registry.contentType, text: await registry.metrics() }),
    isStopping: () => isStopping,
  });
  const server = app.listen(options.port, 'localhost');
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve).once('error', reject);
  });
  return {
    address: `http://localhost:${(server.address() as AddressInfo).port}`,
    async close() {
      isStopping = true;
      await new Promise<void>((resolve) => {
        const cut = setTimeout(() => server.closeAllConnections(), PATIENCE);
        const idle = setInterval(() => server.closeIdleConnections(), 100);
        server.close(() => {
          clearTimeout(cut);
          clearInterval(idle);
          resolve();
        });
        server.closeIdleConnections();
      });
      await Promise.all(levels.map((level) => level.close()));
      await mot.close();
      await store.close();
    },
  };
}

/** Lets the first process of several collect the metrics of this one. */
function answerCollector(registry: Registry): AggregatorRegistry<RegistryContentType> {
  AggregatorRegistry.setRegistries([registry]);
  // It listens from its creation on.
  return new AggregatorRegistry();
}

/** A cache, with all that is behind it. */
interface Levels extends Route {
  close(): Promise<void>;
}

function openLevels(
  name: string,
  source: SlowSource,
  { store, lease, bus, models }: OpenStore,
  { prefetch, idle }: ServiceOptions,
): Levels {
  const stored = withStore(source, store, {
    namespace: `service-${name}`,
    ttl: TTL,
    timeout: { hard: 250 },
    ...(lease && { lease, leaseFor: 5000 }),
    ...(bus && { bus }),
  });
  const shared = shareModel(auto<number>(), models, {
    name: `service-${name}-model`,
    every: EXCHANGE,
  });
  const cache = prefetchCache(stored, shared.predictor, {
    maxKeys: MAX_KEYS,
    ttl: stored.ttl,
    concurrency: prefetch ? 16 : 0,
  });
  const detach = stored.attach(cache);
  publishEvents(name, cache);
  const readers: Readers<number, unknown> = createReaders(cache, idle * 1000);
  return {
    name,
    cache,
    readers,
    has: (key) => source.has(key),
    async close() {
      readers.close();
      await shared.close();
      detach();
      cache.close();
      await stored.close();
    },
  };
}

/** Where items come from. */
interface SlowSource {
  load(key: number, context: LoadContext): Promise<unknown>;
  has(key: number): boolean;
}

/** A source that takes some time for each load, as a database or a disk far away does. */
function slowed(source: SlowSource, latency: number, loaded: () => void): SlowSource {
  return {
    has: (key) => source.has(key),
    async load(key, context) {
      loaded();
      await delay(latency, undefined, { signal: context.signal });
      return source.load(key, context);
    },
  };
}
