/** A change of the store that waits for its turn. */
export interface Write<K, V> {
  /** The key in the store. */
  readonly storedKey: string;
  /** The key; undefined for the generation of the namespace. */
  readonly key: K | undefined;
  /** What is stored; undefined for a removal. */
  readonly content: Content<V> | undefined;
  /** Whether it is tried again if it fails. The value of a load is not. */
  readonly isLasting: boolean;
  /** Whether it may still be stored: the lease of its load may have expired. */
  readonly mayWrite?: () => boolean;
  /** Called after the first try, and again if a later one succeeds. */
  readonly onTried?: (isStored: boolean) => void;
}

/** A value with its text. */
export interface Content<V> {
  readonly value: V | undefined;
  /** In ms since 1970; Infinity: never. */
  readonly expires: number;
  /** When the value came, in ms since 1970. */
  readonly at: number;
  /** The text to store. It rejects if the value has none. */
  readonly text: () => Promise<string>;
  /** Milliseconds for which the store keeps the text; undefined: no limit. */
  readonly ttl: () => number | undefined;
}

/** A write in the queue. */
export interface QueuedWrite<K, V> extends Write<K, V> {
  tries: number;
}

/** Tells the owner of a write how a try ended. */
export function tried(
  write: Pick<QueuedWrite<unknown, unknown>, 'tries' | 'onTried'>,
  isStored: boolean,
): void {
  write.tries++;
  if (write.tries === 1 || isStored) write.onTried?.(isStored);
}

/** The keys that writes are about. */
export function keysOf<K>(writes: readonly { readonly key: K | undefined }[]): K[] {
  return writes.flatMap(({ key }) => (key === undefined ? [] : [key]));
}
