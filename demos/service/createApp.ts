import { randomUUID } from 'node:crypto';
import express, { type Express, type Request, type Response } from 'express';
import type { PrefetchCache } from 'rxjs-prefetch-cache';
import type { Metrics } from './metrics.js';
import type { Readers } from './readers.js';
import { traced } from './tracing.js';

/** One kind of item that the service has. */
export interface Route {
  /** The first part of its path, and its name in metrics. */
  readonly name: string;
  readonly cache: PrefetchCache<number, unknown>;
  readonly readers: Readers<number, unknown>;
  /** Whether there is an item of this number. */
  has(key: number): boolean;
}

/** What the app needs. */
export interface AppOptions {
  readonly routes: readonly Route[];
  readonly metrics: Pick<Metrics, 'answered'>;
  /** The text for Prometheus, with its content type. */
  readonly report: () => Promise<{ readonly type: string; readonly text: string }>;
  /** Whether new requests should go elsewhere. */
  readonly isStopping: () => boolean;
}

/** Routes of the service: `/frames/12`, `/rows/3`, `/metrics` and `/health`. */
export function createApp({ routes, metrics, report, isStopping }: AppOptions): Express {
  const app = express();
  app.disable('x-powered-by').disable('etag');
  app.use((_request, response, next) => {
    // A client that goes on asking over one connection would delay a stop.
    if (isStopping()) response.set('connection', 'close');
    next();
  });
  for (const route of routes)
    app.get(`/${route.name}/:key`, (request, response, next) => {
      const startedAt = performance.now();
      response.once('finish', () =>
        metrics.answered(route.name, response.statusCode, (performance.now() - startedAt) / 1000),
      );
      answer(route, request, response).catch(next);
    });
  app.get('/health', (_request, response) => {
    const status = isStopping() ? 'stopping' : 'ok';
    response.status(status === 'ok' ? 200 : 503).json({ status });
  });
  app.get('/metrics', (_request, response, next) => {
    report().then(({ type, text }) => response.type(type).send(text), next);
  });
  return app;
}

async function answer(route: Route, request: Request, response: Response): Promise<void> {
  const { name, cache, readers } = route;
  const key = Number(request.params.key);
  if (!/^\d+$/.test(String(request.params.key)) || !Number.isSafeInteger(key)) {
    response.status(400).json({ error: `Expected a whole number, got \`${String(request.params.key)}\`` }); // prettier-ignore
    return;
  }
  if (!route.has(key)) {
    response.status(404).json({ error: `There is no item ${key} in ${name}` });
    return;
  }
  const session = sessionOf(request, response);
  const wasHit = cache.has(key);
  const outcome = await traced(name, key, wasHit, () => readers.get(session, key));
  response.set('x-cache', wasHit ? 'hit' : 'miss');
  if (outcome.status === 'fulfilled') response.json(outcome.value);
  else response.status(502).json({ error: outcome.reason.message });
}

/** The name of the cookie and of the header that say which reader asks. */
const READER = 'reader';

/** The session of a request: of the header `x-reader`, of the cookie, or else a new one. */
function sessionOf(request: Request, response: Response): string {
  const known =
    request.get(`x-${READER}`) ??
    /(?:^|;\s*)reader=([\w-]{1,64})/.exec(request.get('cookie') ?? '')?.[1];
  if (known !== undefined && known.length <= 64) return known;
  const session = randomUUID();
  response.cookie(READER, session, { httpOnly: true, sameSite: 'lax' });
  return session;
}
