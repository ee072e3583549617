/** Fields of every event of a store. */
interface StoreEventBase<T extends string> {
  readonly type: T;
  /** The option `namespace`. */
  readonly namespace: string;
  /** Time of the scheduler, in milliseconds; by default since 1970. */
  readonly at: number;
}

/**
 * Why a stored text is not used. `absent`: there is none; `expired`: its `ttl` is over; `cleared`:
 * it was written before the last `clear`; `version`: it was written with another option `version`;
 * `broken`: it is no record, was cut, or cannot be parsed; `foreign`: it is that of another key.
 */
export type MissReason = 'absent' | 'expired' | 'cleared' | 'version' | 'broken' | 'foreign';

/** A load got its value from the store. */
export interface StoreHitEvent<K> extends StoreEventBase<'store-hit'> {
  readonly key: K;
  /** Milliseconds until the item expires; Infinity: never. */
  readonly remaining: number;
  /** Milliseconds since the load began. */
  readonly wait: number;
}

/**
 * The store has nothing that a load may use. A load emits it once; with a lease, a hit may follow
 * when another process has stored the value.
 */
export interface StoreMissEvent<K> extends StoreEventBase<'store-miss'> {
  readonly key: K;
  readonly reason: MissReason;
  /** What does not fit, of `version`, `broken` and `foreign`. */
  readonly error?: unknown;
}

/** A load got an expired value from the store, within `staleFor`. */
export interface StoreStaleEvent<K> extends StoreEventBase<'store-stale'> {
  readonly key: K;
  /** `slow`: the source did not answer within `timeout.soft`; `failed`: the source failed. */
  readonly reason: 'slow' | 'failed';
  /** Milliseconds since the item expired. */
  readonly age: number;
}

/**
 * What failed. `read`, `write`, `delete`: a call of the store; `store`: it emitted an error by
 * itself; `stringify`: the value cannot be stored; `ttl`: the option; `lease`; `publish`,
 * `subscribe`, `message`: the bus; `cache`: an attached cache; `source`: a load that continued
 * after an expired item was served.
 */
export type StoreActivity =
  | 'read'
  | 'write'
  | 'delete'
  | 'store'
  | 'stringify'
  | 'ttl'
  | 'lease'
  | 'publish'
  | 'subscribe'
  | 'message'
  | 'cache'
  | 'source';

/** Something failed. No load fails with it. */
export interface StoreErrorEvent<K> extends StoreEventBase<'store-error'> {
  readonly during: StoreActivity;
  readonly error: unknown;
  /** The keys that it is about: none if it is about all. */
  readonly keys: readonly K[];
}

/** The store did not answer within `timeout.hard`. */
export interface StoreTimeoutEvent<K> extends StoreEventBase<'store-timeout'> {
  readonly during: 'read' | 'write';
  readonly keys: readonly K[];
}

/** The store has failed several times in a row, and is not asked for a while. */
export interface StorePausedEvent extends StoreEventBase<'store-paused'> {
  /** Milliseconds of the pause. */
  readonly duration: number;
}

/** The store has answered again. */
export type StoreResumedEvent = StoreEventBase<'store-resumed'>;

/** The store has confirmed a value. */
export interface StoreWrittenEvent<K> extends StoreEventBase<'store-written'> {
  readonly key: K;
  /** Length of the stored text. */
  readonly characters: number;
  /** Milliseconds since the value came. */
  readonly duration: number;
}

/**
 * A value was not stored, or removed again. `full`: too many values waited; `fenced`: the lease of
 * its load had expired; `failed`: the store refused it too often.
 */
export interface StoreDroppedEvent<K> extends StoreEventBase<'store-dropped'> {
  readonly key: K;
  readonly reason: 'full' | 'fenced' | 'failed';
}

/** A load waits for the load of another process, which has the lease of the key. */
export interface StoreWaitingEvent<K> extends StoreEventBase<'store-waiting'> {
  readonly key: K;
}

/** Another process has changed keys, or cleared the namespace. */
export interface StoreMessageEvent<K> extends StoreEventBase<'store-message'> {
  /** `keys`: these have changed; `clear`: the namespace was cleared; `all`: any may have changed. */
  readonly action: 'keys' | 'clear' | 'all';
  /** The keys that have changed, where they can be read from their texts. */
  readonly keys: readonly K[];
}

/** Messages may have been missed: all attached caches were invalidated. */
export type StoreGapEvent = StoreEventBase<'store-gap'>;

/** What happens between a cache and its store: discriminate by `type`. */
export type StoreEvent<K> =
  | StoreHitEvent<K>
  | StoreMissEvent<K>
  | StoreStaleEvent<K>
  | StoreErrorEvent<K>
  | StoreTimeoutEvent<K>
  | StorePausedEvent
  | StoreResumedEvent
  | StoreWrittenEvent<K>
  | StoreDroppedEvent<K>
  | StoreWaitingEvent<K>
  | StoreMessageEvent<K>
  | StoreGapEvent;

/** An event without the fields that all have. */
export type BareStoreEvent<K> =
  StoreEvent<K> extends infer E
    ? E extends StoreEvent<K>
      ? Omit<E, 'namespace' | 'at'>
      : never
    : never;
