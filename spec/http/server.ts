import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server on this machine. */
export interface TestServer {
  readonly url: string;
  /** The requests: method, path and, if there are, ranges and conditions. */
  readonly log: string[];
  close(): Promise<void>;
}

/** Starts a server on a free port of the loopback interface. */
export async function startServer(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<TestServer> {
  const log: string[] = [];
  const server = createServer((request, response) => {
    const { method, url, headers } = request;
    const { range, 'if-none-match': etag } = headers;
    log.push([method, url, range, etag].filter(Boolean).join(' '));
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    log,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
