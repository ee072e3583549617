import { checkOptions, expected } from '../options.js';
import type { StoreBus } from './bus.js';
import {
  checkRedisClient,
  isIoredis,
  sendTo,
  type IoredisSubscriber,
  type NodeRedisSubscriber,
  type RedisClient,
} from './redisClient.js';

/** Options of `redisBus`. */
export interface RedisBusOptions {
  /** The channel of all messages, of all namespaces. @defaultValue `'rxjs-prefetch-cache'` */
  readonly channel?: string | undefined;
}

/**
 * A bus over the channels of Redis or Valkey, for the option `bus` of `withStore`.
 *
 * `publish` uses the client; each `subscribe` has a connection of its own, which the client
 * reconnects. After each connection it tells that messages may have been missed.
 *
 * @param client - of node-redis 5, ioredis or iovalkey
 * @throws TypeError for anything else
 */
export function redisBus(client: RedisClient, options: RedisBusOptions = {}): StoreBus {
  checkRedisClient(client);
  const { channel = 'rxjs-prefetch-cache' } = checkOptions(options, ['channel']);
  if (typeof channel !== 'string' || channel === '')
    throw expected('channel', 'a string that is not empty', channel);
  return {
    publish: (text) => sendTo(client, ['PUBLISH', channel, text]),
    subscribe: (listener, onGap) =>
      isIoredis(client)
        ? listenByIoredis(client.duplicate(), channel, listener, onGap)
        : listenByNodeRedis(client.duplicate(), channel, listener, onGap),
  };
}

function listenByNodeRedis(
  connection: NodeRedisSubscriber,
  channel: string,
  listener: (text: string) => void,
  onGap: () => void,
): () => unknown {
  let isSubscribed = false;
  // Without a listener an error would end the process. The client reconnects by itself.
  connection.on('error', () => undefined);
  // It is subscribed again by then.
  connection.on('ready', () => {
    if (isSubscribed) onGap();
  });
  connection
    .connect()
    .then(() => connection.subscribe(channel, listener))
    .then(
      () => {
        isSubscribed = true;
        onGap();
      },
      () => undefined,
    );
  return () => connection.destroy();
}

function listenByIoredis(
  connection: IoredisSubscriber,
  channel: string,
  listener: (text: string) => void,
  onGap: () => void,
): () => unknown {
  connection.on('error', () => undefined);
  connection.on('message', (_, text = '') => listener(text));
  // It subscribes again only after this event.
  connection.on('ready', () => void connection.subscribe(channel).then(onGap, () => undefined));
  if (connection.status === 'wait') void connection.connect().catch(() => undefined);
  return () => connection.disconnect();
}
