import { findRedis } from '../../tools/redis/startRedis.js';

/**
 * Whether the specs with Redis run. Without a server they are skipped, unless `NEEDS_REDIS` is set:
 * then that is a failure.
 */
export const hasRedis = findRedis() !== undefined || process.env.NEEDS_REDIS !== undefined;
if (!hasRedis) console.error('There is no redis-server: the specs with Redis are skipped.');
