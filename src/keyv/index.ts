export type { AttachedCache } from './attachedCaches.js';
export type { StoreBus } from './bus.js';
export type { KeyvEntry, KeyvLike } from './keyvLike.js';
export type { StoreTimeouts, WithStoreOptions } from './keyvOptions.js';
export type { Lease, LeaseToken } from './lease.js';
export type { MaybePromise } from './settle.js';
export type * from './storeEvents.js';
export type { Serializer } from './valueCodec.js';
export { withStore, type StoredProvider } from './withStore.js';
export { redisBus, type RedisBusOptions } from './redisBus.js';
export type {
  IoredisClient,
  IoredisSubscriber,
  NodeRedisClient,
  NodeRedisSubscriber,
  RedisClient,
} from './redisClient.js';
export { redisLease } from './redisLease.js';
