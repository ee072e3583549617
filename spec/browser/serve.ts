import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { filter, firstValueFrom, ReplaySubject } from 'rxjs';

/** A small server on this machine, for one spec file. */
export interface TestServer {
  /** `http://127.0.0.1:<port>` */
  readonly address: string;
  /** The requested ranges, in order: `/boxes.txt bytes=0-`. */
  readonly ranges: readonly string[];
  /** Resolves when a held request has arrived, or was aborted. */
  saw(what: 'came' | 'left', path: string): Promise<string>;
  close(): Promise<void>;
}

/**
 * @param files - texts by path. Paths below `/whole/` are served without byte ranges; requests
 *   below `/held/` are never answered.
 */
export async function serve(files: Readonly<Record<string, string>>): Promise<TestServer> {
  const ranges: string[] = [];
  const held$ = new ReplaySubject<string>(Infinity);
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    const text = files[path];
    if (path.startsWith('/held/')) {
      held$.next(`came ${path}`);
      response.on('close', () => held$.next(`left ${path}`));
    } else if (text === undefined) response.writeHead(404).end();
    else if (path.startsWith('/whole/'))
      response.writeHead(200, { 'Content-Type': typeOf(path) }).end(text);
    else {
      if (request.headers.range !== undefined) ranges.push(`${path} ${request.headers.range}`);
      answer(request, response, path, Buffer.from(text));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ranges,
    saw: (what, path) => firstValueFrom(held$.pipe(filter((said) => said === `${what} ${path}`))),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function typeOf(path: string): string {
  return path.endsWith('.js')
    ? 'text/javascript'
    : path.endsWith('.txt')
      ? 'text/plain'
      : 'text/html';
}

/** Answers with all bytes, or the requested range. */
function answer(
  { headers }: IncomingMessage,
  response: ServerResponse,
  path: string,
  bytes: Buffer,
): void {
  const common = { 'Content-Type': typeOf(path), 'Accept-Ranges': 'bytes' };
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(headers.range ?? '') ?? [];
  if (first === undefined) {
    response.writeHead(200, { ...common, 'Content-Length': bytes.length }).end(bytes);
    return;
  }
  const start = Number(first);
  const end =
    last === '' || last === undefined ? bytes.length - 1 : Math.min(Number(last), bytes.length - 1);
  if (start > end) {
    response.writeHead(416, { 'Content-Range': `bytes */${bytes.length}` }).end();
    return;
  }
  const head = {
    ...common,
    'Content-Range': `bytes ${start}-${end}/${bytes.length}`,
    'Content-Length': end - start + 1,
  };
  response.writeHead(206, head).end(bytes.subarray(start, end + 1));
}
