import {
  DestroyRef,
  InjectionToken,
  makeStateKey,
  TransferState,
  type Injector,
} from '@angular/core';
import { show } from '../errors.js';
import { resolveOptions, type PrefetchCacheOptions } from '../options.js';
import type { PrefetchCache } from '../types.js';
import { isJson } from '../structures/isJson.js';
import { warnInDevelopment } from './warnInDevelopment.js';

/** What a page of a server carries for one cache. */
interface SentItems {
  /** When the server wrote the page, in milliseconds since 1970. */
  readonly at: number;
  /** Keys with their values. */
  readonly items: readonly (readonly [unknown, unknown])[];
}

/** How many keys a warning names. */
const MAX_KEYS_IN_WARNING = 3;

/** The open caches of each `transferKey`, in an application on a server. */
const SENDERS = /* @__PURE__ */ new InjectionToken<Map<string, Set<unknown>>>(
  'caches with a transferKey',
  {
    providedIn: 'root',
    factory: () => new Map(),
  },
);

const stateKey = (transferKey: string) =>
  makeStateKey<SentItems | undefined>(`rxjs-prefetch-cache:${transferKey}`);

/** Writes the items that a cache on a server holds in the end into its page. */
export function sendItems<K, V>(
  cache: PrefetchCache<K, V>,
  { transferKey, hasIdentity }: { readonly transferKey: string; readonly hasIdentity: boolean },
  injector: Injector,
): void {
  const senders = injector.get(SENDERS);
  const open = senders.get(transferKey) ?? new Set();
  senders.set(transferKey, open.add(cache));
  injector.get(DestroyRef).onDestroy(() => open.delete(cache));
  const isContested = open.size > 1;
  if (isContested) warnInDevelopment(`Several caches have the transferKey ${show(transferKey)}, so that none of them is transferred to the browser. Give each cache its own.`); // prettier-ignore
  injector.get(TransferState).onSerialize(stateKey(transferKey), () => {
    if (isContested) return undefined;
    const { items, leftOut } = jsonItems(cache, hasIdentity);
    if (leftOut.length > 0) warnInDevelopment(leftOutMessage(transferKey, leftOut));
    return items.length > 0 ? { at: Date.now(), items } : undefined;
  });
}

function jsonItems<K, V>(
  cache: PrefetchCache<K, V>,
  hasIdentity: boolean,
): { readonly items: [K, V][]; readonly leftOut: K[] } {
  const items: [K, V][] = [];
  const leftOut: K[] = [];
  for (const { key } of cache.snapshot().residents.flat()) {
    // A resident may have expired.
    if (!cache.has(key)) continue;
    const value = cache.peek(key) as V;
    // A copy of an object is another key.
    const isFound = hasIdentity || Object(key) !== key;
    if (isFound && isJson(key) && isJson(value)) items.push([key, value]);
    else leftOut.push(key);
  }
  return { items, leftOut };
}

function leftOutMessage(transferKey: string, keys: readonly unknown[]): string {
  const named = keys.slice(0, MAX_KEYS_IN_WARNING).map(show).join(', ');
  const more =
    keys.length > MAX_KEYS_IN_WARNING ? ` and ${keys.length - MAX_KEYS_IN_WARNING} more` : '';
  return `The cache with the transferKey ${show(transferKey)} does not transfer ${named}${more} to the browser, which loads them again. Keys and values must be plain JSON, and keys that are objects require \`keyOf\`.`;
}

/**
 * Makes a cache in a browser that holds what the server has sent for it.
 *
 * The first cache with this `transferKey` gets the items. Their `ttl` counts from when the server
 * wrote the page.
 */
export function receiveItems<K, V>(
  options: PrefetchCacheOptions<K, V>,
  { transferKey, transfer }: { readonly transferKey: string; readonly transfer: TransferState },
  create: (options: PrefetchCacheOptions<K, V>) => PrefetchCache<K, V>,
): PrefetchCache<K, V> {
  const sent = transfer.get(stateKey(transferKey), undefined);
  if (!sent) return create(options);
  const { ttl, staleWhileRevalidate, staleIfError } = resolveOptions(options);
  /** How long the item that is put in is still fresh. */
  let remaining: number | undefined;
  const lifetime = (value: V, key: K): number =>
    typeof ttl === 'function' ? ttl(value, key) : ttl;
  const cache = create(
    options.ttl === undefined
      ? options
      : { ...options, ttl: (value, key) => remaining ?? lifetime(value, key) },
  );
  // Not before: wrong options throw, and the next cache gets the items.
  transfer.remove(stateKey(transferKey));
  const age = Math.max(0, Date.now() - sent.at);
  for (const [key, value] of sent.items as [K, V][]) {
    remaining = lifetime(value, key) - age;
    if (remaining + Math.max(staleWhileRevalidate, staleIfError) <= 0) continue;
    remaining = Math.max(remaining, Number.MIN_VALUE);
    cache.set(key, value);
  }
  remaining = undefined;
  return cache;
}
