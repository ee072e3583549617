import { Router, type Request, type Response } from 'express';
import { uniformFloat32 } from 'pure-rand/distribution/uniformFloat32';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { ReadingsPage } from '../../src/app/table/reading.js';
import { readingAt, readingCount } from './readingAt.js';
import { clientOf, QueryError, readQuery, type TableQuery } from './readQuery.js';
import { createRequestLog } from './requestLog.js';

/**
 * The API of the page of the table.
 *
 * `rows` answers with a page of readings, with the latency and failures of the query. `log` sends
 * the states of the requests of a client as server-sent events.
 */
export function createApi(): Router {
  const api = Router();
  const log = createRequestLog();
  const random = xoroshiro128plus(42);

  api.get('/rows', (request, response) => {
    const query = readQuery(request);
    const ended = log.came(query.client, query.id);
    const latency = query.latency * (0.8 + 0.4 * uniformFloat32(random));
    const isRefused = uniformFloat32(random) * 100 < query.failures;
    const answer = setTimeout(() => {
      if (isRefused)
        response.status(503).json({ error: 'the server refused, as the settings ask' });
      else response.json(pageOf(query));
    }, latency);
    response.on('close', () => {
      clearTimeout(answer);
      ended(response.writableFinished ? (isRefused ? 'refused' : 'answered') : 'aborted');
    });
  });

  api.get('/log', (request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    // A first comment, so that the client knows that it is connected.
    response.write(': listening\n\n');
    const subscription = log
      .of(clientOf(request))
      .subscribe((seen) => response.write(`data: ${JSON.stringify(seen)}\n\n`));
    response.on('close', () => subscription.unsubscribe());
  });

  api.use(
    (_request, response) =>
      void response.status(404).json({ error: 'there is nothing of this name' }),
  );
  api.use(
    (error: unknown, _request: Request, response: Response, next: (error: unknown) => void) => {
      if (error instanceof QueryError) response.status(400).json({ error: error.message });
      else next(error);
    },
  );
  return api;
}

function pageOf({ page, size }: TableQuery): ReadingsPage {
  const before = (page - 1) * size;
  const rows = Array.from({ length: Math.max(0, Math.min(size, readingCount - before)) }, (_, i) =>
    readingAt(before + i + 1),
  );
  return { page, total: readingCount, rows };
}
