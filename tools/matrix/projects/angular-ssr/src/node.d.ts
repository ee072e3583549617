// The part of Node that the server uses, as the project installs no types of Node.
declare module 'node:http' {
  export interface IncomingMessage {
    readonly url?: string;
  }
  export interface ServerResponse {
    shouldKeepAlive: boolean;
    writeHead(status: number, headers?: Record<string, string>): this;
    end(text?: string | Uint8Array): void;
  }
  export interface Server {
    listen(port: number, host: string, listening: () => void): this;
    address(): { readonly port: number };
  }
  export function createServer(
    handle: (request: IncomingMessage, response: ServerResponse) => void,
  ): Server;
}
declare module 'node:fs/promises' {
  export function readFile(path: URL): Promise<Uint8Array>;
}
declare const process: {
  memoryUsage(): { readonly heapUsed: number };
};
declare function gc(): void;
