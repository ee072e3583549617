import type { AttachedCaches } from './attachedCaches.js';
import type { Generation } from './generation.js';
import type { KeyTexts } from './keyTexts.js';
import type { HeldLease } from './lease.js';
import type { Messages } from './messages.js';
import type { SourceLoads } from './sourceLoads.js';
import type { BareStoreEvent } from './storeEvents.js';
import type { StoredItems } from './storedItems.js';
import type { Write } from './write.js';
import type { WriteBehind } from './writeBehind.js';

/** Changes of items, of this process and of others. */
export interface Changes<K, V> {
  /** Stores the value of a load. */
  keep(key: K, text: string, value: V, lifetime: number, lease: HeldLease | undefined): void;
  set(key: K, value: V, lifetime: number): Promise<boolean>;
  invalidate(key: K): Promise<boolean>;
  clear(): Promise<boolean>;
  /** Another process has changed these keys. */
  haveChanged(texts: readonly string[]): void;
  /** Another process has cleared the namespace. */
  wasCleared(generation?: unknown): void;
  /** Another process may have changed anything. */
  mayHaveChanged(why: 'all' | 'gap'): void;
  /** Writes the generation again, which the store has lost. */
  keepGeneration(): void;
  /** Resolves when all messages were sent. */
  flush(): Promise<void>;
}

/** What changes reach. */
export interface ChangesOptions<K, V> {
  readonly items: StoredItems<K, V>;
  readonly writes: WriteBehind<K, V>;
  readonly sources: SourceLoads<K, V>;
  readonly attached: AttachedCaches<K, V>;
  readonly generation: Generation;
  readonly messages: Messages | undefined;
  readonly texts: KeyTexts<K>;
  readonly emit: (event: BareStoreEvent<K>) => void;
  /** Whether the store is still used. */
  readonly isOpen: () => boolean;
}

/**
 * Takes each change to all places that have the item: loads in flight, writes that wait, attached
 * caches, the store, and then other processes, which read the store again.
 */
// One idea: what each change does, and in which order.
export function createChanges<K, V>(options: ChangesOptions<K, V>): Changes<K, V> {
  const { items, writes, sources, attached, generation, messages, texts, emit, isOpen } = options;
  const telling = new Set<Promise<void>>();

  /** Adds a write, and tells the others after each try. Resolves after the first one. */
  const write = (
    fields: Pick<Write<K, V>, 'storedKey' | 'key' | 'content'>,
    tell: () => Promise<void> | undefined,
  ): Promise<boolean> =>
    new Promise((resolve) => {
      if (!isOpen()) return resolve(false);
      writes.add({
        ...fields,
        isLasting: true,
        onTried(isStored) {
          const told = Promise.resolve(tell()).finally(() => {
            telling.delete(told);
            resolve(isStored);
          });
          telling.add(told);
        },
      });
    });
  const generationWrite = (): Pick<Write<K, V>, 'storedKey' | 'key' | 'content'> => {
    const text = String(generation.current);
    return {
      storedKey: items.generationKey,
      key: undefined,
      content: { value: undefined, expires: Infinity, at: 0, text: () => Promise.resolve(text), ttl: () => undefined }, // prettier-ignore
    };
  };
  const forgetAll = (which: 'loads' | 'all'): void => {
    sources.outdateAll();
    writes.forgetAll(which);
    attached.clear();
  };
  return {
    keep(key, text, value, lifetime, lease) {
      const storedKey = items.storedKey(text);
      const fence = (wasValid: boolean): void => {
        if (wasValid) return;
        // The next holder may have stored a newer value, and this one has replaced it.
        emit({ type: 'store-dropped', key, reason: 'fenced' });
        writes.add({ storedKey, key, content: undefined, isLasting: true });
      };
      writes.add({
        storedKey,
        key,
        content: items.content(storedKey, value, lifetime),
        isLasting: false,
        ...(lease && { mayWrite: () => lease.isValid() }),
        onTried: (isStored) => lease?.release(isStored ? fence : undefined),
      });
    },
    set(key, value, lifetime) {
      const text = items.textOf(key);
      const storedKey = items.storedKey(text);
      sources.outdate(text);
      const content = items.content(storedKey, value, lifetime);
      const stored = write({ storedKey, key, content }, () => messages?.changed(text));
      attached.set(key, value);
      return stored;
    },
    invalidate(key) {
      const text = items.textOf(key);
      const storedKey = items.storedKey(text);
      sources.outdate(text);
      const removed = write({ storedKey, key, content: undefined }, () => messages?.changed(text));
      attached.invalidate(key);
      return removed;
    },
    clear() {
      generation.next();
      sources.outdateAll();
      writes.forgetAll('all');
      const cleared = write(generationWrite(), () => messages?.cleared(generation.current));
      attached.clear();
      return cleared;
    },
    haveChanged(changed) {
      for (const text of changed) {
        sources.outdate(text);
        writes.forget(items.storedKey(text));
      }
      attached.invalidateTexts(changed);
      emit({ type: 'store-message', action: 'keys', keys: texts.keyOf ? changed.map(texts.keyOf) : [] }); // prettier-ignore
    },
    wasCleared(next) {
      generation.raise(next);
      forgetAll('loads');
      emit({ type: 'store-message', action: 'clear', keys: [] });
    },
    mayHaveChanged(why) {
      forgetAll('loads');
      emit(
        why === 'gap' ? { type: 'store-gap' } : { type: 'store-message', action: 'all', keys: [] },
      );
    },
    keepGeneration() {
      if (!writes.peek(items.generationKey)) writes.add({ ...generationWrite(), isLasting: true });
    },
    async flush() {
      while (telling.size > 0) await Promise.all(telling);
    },
  };
}
