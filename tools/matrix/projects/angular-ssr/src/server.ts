import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import {
  AngularNodeAppEngine,
  createNodeRequestHandler,
  isMainModule,
  writeResponseToNodeResponse,
} from '@angular/ssr/node';

/** How long the API takes for each answer. Milliseconds. */
const LATENCY = 30;

const engine = new AngularNodeAppEngine();
/** How often the API was asked for each page of each user. */
const asked: Record<string, number> = {};

const shared = globalThis as { apiAddress?: string; openCaches?: { count: number } };
const json = (response: ServerResponse, body: object): void =>
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  // A connection that is kept may end while the server renders, and fail the next load.
  response.shouldKeepAlive = false;
  const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
  if (pathname.startsWith('/api/')) {
    const page = pathname.slice('/api/'.length);
    asked[page] = (asked[page] ?? 0) + 1;
    await new Promise<void>((resolve) => setTimeout(resolve, LATENCY));
    return json(response, { secret: `secret of ${page.replace('/', ', page ')}` });
  }
  if (pathname === '/figures') {
    gc();
    const { heapUsed } = process.memoryUsage();
    json(response, { asked, heapUsed, openCaches: shared.openCaches?.count ?? 0 });
    return;
  }
  if (pathname.endsWith('.js')) {
    const script = await readFile(new URL(`../browser${pathname}`, import.meta.url));
    response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(script);
    return;
  }
  const page = await engine.handle(request as never);
  if (page) await writeResponseToNodeResponse(page, response as never);
  else response.writeHead(404).end();
}

/** Required by the CLI. */
export const reqHandler = createNodeRequestHandler((request, response) =>
  answer(request as never, response as never),
);

// The CLI imports this file as well.
if (isMainModule(import.meta.url)) {
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      console.error(error);
      response.writeHead(500).end();
    });
  });
  server.listen(0, '127.0.0.1', () => {
    const address = `http://127.0.0.1:${server.address().port}`;
    shared.apiAddress = `${address}/api`;
    console.log(address);
  });
}
