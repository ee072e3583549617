import type { Generation } from './generation.js';
import type { KeyTexts } from './keyTexts.js';
import { readRecord, writeRecord, type Refusal } from './record.js';
import { settle } from './settle.js';
import type { ValueCodec } from './valueCodec.js';
import type { Content } from './write.js';

/** A value of the store. */
export interface StoredItem<V> {
  readonly value: V;
  /** In ms since 1970; Infinity: never. */
  readonly expires: number;
}

/** Keys and values in the form in which the store has them. */
export interface StoredItems<K, V> extends Pick<KeyTexts<K>, 'textOf'> {
  /** The key of a text in the store. */
  storedKey(text: string): string;
  /** The key of the lease of a text. */
  leaseKey(text: string): string;
  /** Where the store has the generation of the namespace. */
  readonly generationKey: string;
  /** Reads what the store has, and calls back once: in this call, unless a serializer is slow. */
  read(storedKey: string, stored: unknown, done: (item: StoredItem<V> | Refusal) => void): void;
  /** A value that is to be stored. */
  content(storedKey: string, value: V, lifetime: number): Content<V>;
}

/** What items need. */
export interface StoredItemsOptions<K, V> {
  readonly texts: KeyTexts<K>;
  readonly codec: ValueCodec<V>;
  readonly namespace: string;
  readonly version: string | number | undefined;
  readonly staleFor: number;
  readonly generation: Generation;
  readonly now: () => number;
}

/** Items of a namespace and a version. */
export function createStoredItems<K, V>(options: StoredItemsOptions<K, V>): StoredItems<K, V> {
  const { texts, codec, namespace, version, staleFor, generation, now } = options;
  return {
    textOf: (key) => texts.textOf(key),
    storedKey: (text) => `${namespace}:${text}`,
    leaseKey: (text) => `${namespace}:~lease/${text}`,
    generationKey: `${namespace}:~generation`,
    read(storedKey, stored, done) {
      const record = readRecord(stored, { storedKey, version, generation: generation.current });
      if ('reason' in record) {
        done(record);
        return;
      }
      const { expires } = record;
      settle(
        () => codec.read(record),
        (value) => done({ value, expires }),
        (error) => done({ reason: 'broken', error }),
      );
    },
    content(storedKey, value, lifetime) {
      const at = now();
      const expires = at + lifetime;
      // A `clear` that comes before the text is written makes it old.
      const label = { storedKey, version, generation: generation.current };
      return {
        value,
        at,
        expires,
        text: async () => writeRecord(label, await codec.write(value), expires),
        ttl() {
          const ttl = Math.ceil(expires + staleFor - now());
          return Number.isSafeInteger(ttl) ? ttl : undefined;
        },
      };
    },
  };
}
