import type { Lease } from './lease.js';
import { randomId } from './randomId.js';
import { checkRedisClient, sendTo, type RedisClient } from './redisClient.js';

/** Removes a lease, if it still is that of the token. */
const RELEASE = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0`;

/**
 * Leases in Redis or Valkey, for the option `lease` of `withStore`: one command for each call.
 *
 * A lease is a key that expires. Leases need one server: after a failover to a replica, two
 * processes may have the same one, and load the same key.
 *
 * @param client - of node-redis 5, ioredis or iovalkey, and connected
 * @throws TypeError for anything else
 */
export function redisLease(client: RedisClient): Lease {
  checkRedisClient(client);
  const sender = randomId();
  let leases = 0;
  return {
    async acquire(key, ms) {
      const token = `${sender}-${++leases}`;
      const reply = await sendTo(client, ['SET', key, token, 'NX', 'PX', String(Math.ceil(ms))]);
      return String(reply) === 'OK' ? token : undefined;
    },
    release: async (key, token) =>
      Number(await sendTo(client, ['EVAL', RELEASE, '1', key, String(token)])) === 1,
  };
}
