import { expected } from '../options.js';

/** What is used of a client of node-redis 5 (`@redis/client`, `redis`). */
export interface NodeRedisClient {
  /** Sends a command with its arguments. */
  sendCommand(args: string[]): Promise<unknown>;
  /** Another connection, which is not open yet. */
  duplicate(): NodeRedisSubscriber;
}

/** A connection of node-redis for messages. */
export interface NodeRedisSubscriber {
  /** Opens it, and opens it again when it is lost. */
  connect(): Promise<unknown>;
  /** Listens to a channel, also after it was lost. */
  subscribe(channel: string, listener: (text: string) => void): Promise<unknown>;
  /** Listens to `error` and `ready`. */
  on(event: string, listener: (...args: unknown[]) => void): unknown;
  /** Closes it. */
  destroy(): unknown;
}

/** What is used of a client of ioredis or iovalkey. */
export interface IoredisClient {
  /** Sends a command with its arguments. */
  call(command: string, ...args: string[]): Promise<unknown>;
  /** Another connection. */
  duplicate(): IoredisSubscriber;
}

/** A connection of ioredis for messages. */
export interface IoredisSubscriber {
  /** `wait`: it is not open yet. */
  readonly status: string;
  /** Opens it. */
  connect(): Promise<unknown>;
  /** Listens to a channel. */
  subscribe(channel: string): Promise<unknown>;
  /** Listens to `error`, `ready` and `message`. */
  on(event: string, listener: (...args: string[]) => void): unknown;
  /** Closes it. */
  disconnect(): unknown;
}

/** A client of node-redis 5, of ioredis or of iovalkey: not of a cluster. */
export type RedisClient = NodeRedisClient | IoredisClient;

/** Whether a client is one of ioredis: it has `sendCommand`, too, in another form. */
export function isIoredis(client: RedisClient): client is IoredisClient {
  return typeof (client as Partial<IoredisClient>).call === 'function';
}

/** Sends a command. */
export function sendTo(client: RedisClient, [command = '', ...args]: string[]): Promise<unknown> {
  return isIoredis(client) ? client.call(command, ...args) : client.sendCommand([command, ...args]);
}

/** @throws TypeError if it is no client */
export function checkRedisClient(client: RedisClient): void {
  const { call, sendCommand, duplicate } = Object(client) as Record<string, unknown>;
  if (typeof (call ?? sendCommand) !== 'function' || typeof duplicate !== 'function')
    throw expected('client', 'a client of node-redis, ioredis or iovalkey', client);
}
