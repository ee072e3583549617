import type { PrefetchCache } from '../types.js';
import type { KeyTexts } from './keyTexts.js';

/** The methods of a cache that messages of other processes call. */
export type AttachedCache<K, V> = Pick<
  PrefetchCache<K, V>,
  'set' | 'invalidate' | 'invalidateWhere' | 'clear'
>;

/** The caches that hear of changes. An error of one is an event, and concerns no other. */
export interface AttachedCaches<K, V> {
  add(cache: AttachedCache<K, V>): () => void;
  set(key: K, value: V): void;
  invalidate(key: K): void;
  /** Invalidates the keys of texts, as other processes send them. */
  invalidateTexts(texts: readonly string[]): void;
  clear(): void;
}

/** Caches by identity: one that is attached twice is called once. */
export function createAttachedCaches<K, V>(
  texts: KeyTexts<K>,
  onError: (error: unknown) => void,
): AttachedCaches<K, V> {
  const caches = new Set<AttachedCache<K, V>>();
  const each = (call: (cache: AttachedCache<K, V>) => void): void => {
    for (const cache of [...caches])
      try {
        call(cache);
      } catch (error) {
        onError(error);
      }
  };
  return {
    add(cache) {
      caches.add(cache);
      return () => void caches.delete(cache);
    },
    set: (key, value) => each((cache) => cache.set(key, value)),
    invalidate: (key) => each((cache) => cache.invalidate(key)),
    invalidateTexts(changed) {
      const { keyOf } = texts;
      if (keyOf) {
        const keys = changed.map(keyOf);
        each((cache) => keys.forEach((key) => cache.invalidate(key)));
        return;
      }
      // Their keys cannot be read from the texts: each resident costs a step.
      const wanted = new Set(changed);
      each((cache) => cache.invalidateWhere((key) => wanted.has(texts.textOf(key))));
    },
    clear: () => each((cache) => cache.clear()),
  };
}
