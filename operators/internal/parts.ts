import type { Observable, Observer, Subscription } from 'rxjs';
import type { Backoff } from '../../src/cache/backoff.js';
import type { Cursor } from '../../src/cache/cursor.js';
import type { Cursors } from '../../src/cache/cursors.js';
import type { Entry, Warming as WarmGuard } from '../../src/cache/entry.js';
import type { MoveCursor } from '../../src/cache/moveCursor.js';
import type { Store } from '../../src/cache/store.js';
import type { LoadError } from '../../src/errors.js';
import type { Explanation, UntimedEvent } from '../../src/events.js';
import type { ResolvedOptions } from '../../src/options.js';
import type { StatsCounter } from '../../src/state/stats.js';
import type { Control, Eviction, EvictionPolicy, LoadContext, Predictor, PrefetchCache, Provider } from '../../src/types.js';

/** The parts of one cache, as they see each other. */
export interface Parts<K, V> extends Omit<ResolvedOptions<K, V>, 'control'> {
  readonly control: Control<K> | undefined;
  /** Lets a cursor that came to a key stay there before anything is loaded ahead from it, where control asks for that. */
  readonly dwell: ((cursor: Cursor<K>) => void) | undefined;
  /** Why a key is planned, if the predictor says. */
  readonly explain: ((key: K) => Explanation) | undefined;
  readonly turns: Turns<K, V>;
  readonly say: Turns<K, V>['say'];
  readonly cursors: Cursors<K>;
  readonly store: Store<K, V>;
  readonly backoff: Backoff;
  readonly flights: Flights<K, V>;
  readonly readers: Set<Reader<K>>;
  readonly warmings: Set<Warming>;
  readonly provider: Provider<K, V>;
  /** What cursors ask: the one given, or what measures it. */
  readonly predictor: Predictor<K>;
  /** Tells control, where there is one, that a cursor moves. */
  readonly moved: (() => void) | undefined;
  readonly move: MoveCursor<K>;
  readonly policy: EvictionPolicy<K>;
  readonly identify: (key: K) => unknown;
  /** Whether the provider has a key. */
  readonly isAdmitted: (key: K) => boolean;
  /** Whether a key that is not resident may be planned: the provider has it, and it does not rest. */
  readonly isWanted: (key: K, id: unknown) => boolean;
  /** What came of a load, or is put in. */
  readonly createEntry: (id: unknown, key: K, value: V) => Entry<K, V>;
  /** Asks the clock for the expiry of an entry and `sizeOf` for its size. @throws RangeError | TypeError if it gives no size */
  readonly measure: (entry: Entry<K, V>) => void;
  /** Whether speculation is on. */
  enabled: boolean;
  closed: boolean;
  readonly now: () => number;
  /** The entry of a key that is resident and has not expired. */
  readonly isResident: (key: K) => boolean;
  readonly find: (id: unknown) => Entry<K, V> | undefined;
  /** A cursor is gone, and with it its table and plan. */
  readonly endCursor: (cursor: Cursor<K>) => void;
  readonly close: () => void;
}

/**
 * The order of one step: the state changes, then free slots are filled, then the events are delivered, then the items.
 *
 * Steps nest where parts of users (a provider, a policy, a listener) ask the cache for something: the state changes at once, and what is said and
 * handed over waits for the outer step; but a load that is being started is outside of it.
 */
export interface Turns<K, V> {
  readonly stats: StatsCounter<K>;
  readonly streams: Pick<PrefetchCache<K, V>, 'events$' | 'evictions$' | 'stats$'>;
  /** Whether anybody listens: while nobody does, no event need be made. */
  readonly listening: boolean;
  /** Whether a listener is being called. */
  readonly locked: boolean;
  /** How many steps are under way. */
  depth: number;
  /** Counts an event, and gives it its time if anybody listens. That of closing is the last; side streams complete when it was delivered. */
  readonly say: (event: UntimedEvent<K>, eviction?: Eviction<K, V>) => void;
  /** Delivers the events that were said, one at a time; does nothing while a listener is being called, as the caller of that one goes on. */
  deliver(): void;
  /** Ends a step that `depth++` began. */
  leave(): void;
  /** A step that does this, and ends whatever comes. */
  readonly step: (action: () => void) => void;
  /** Lets slots be filled at the end of this step. */
  readonly stir: () => void;
  /** Lets items be handed over when the events of this step are delivered. */
  later(deliver: () => void): void;
  /** Calls something outside of the step: what it asks of the cache is answered in the same call. */
  outside(call: () => void): void;
  /** Delivers all events and items that wait, unless a step or a listener is under way: these do it when they end. */
  settle(): void;
}

/** What a flight loads: an observable of one value, or an error. */
export type Load<K, V> = (flight: Flight<K, V>) => Observable<V>;

/** The loads of one cache: at most one attached flight a key, stopped when the last who wants it lets go. */
export interface Flights<K, V> {
  /** The flight that a request for this key joins. */
  get(id: unknown): Flight<K, V> | undefined;
  /** All that are in the air, also those that no request joins any more. */
  readonly live: ReadonlySet<Flight<K, V>>;
  /** Those that only cursors want: each takes a slot. */
  readonly speculative: { readonly size: number };
  /** One that a demand or a warm has left to the cursors, and that holds no slot yet. */
  findAdopted(): Flight<K, V> | undefined;
  /** Takes a slot for a flight until it is demanded or over, and begins its load if it is new. */
  readonly hold: (flight: Flight<K, V>) => Observable<never>;
  /** A flight that no demand began; its load has begun if a warm did. */
  create(id: unknown, key: K, warm?: Warming): Flight<K, V>;
  /** Demands of one key: join its flight, or share a new one. */
  attach(demands: Iterable<Demand<K, V>>, id: unknown, key: K): void;
  /** Demands give up. */
  leave(demands: readonly Demand<K, V>[]): void;
  /** A warm gives up. */
  leaveWarm(flight: Flight<K, V>): void;
  /** Stops what only cursors wanted and no table names any more; all of it where speculation is off. */
  dropUnwanted(): void;
  /** From now on the key is loaded anew; those who wait are still served, but the item is not kept. */
  detach(id: unknown): void;
  cancel(flight: Flight<K, V>): void;
}

/** One load of one key, shared and counted by who wants it. */
export interface Flight<K, V> {
  readonly id: unknown;
  readonly key: K;
  readonly reason: 'demand' | 'prefetch';
  /** Whether `warm` began it. */
  readonly byWarm: boolean;
  /** In ms of the clock; Infinity until its load has begun. */
  startedAt: number;
  readonly context: LoadContext;
  /** The requests that wait for it, in their order. */
  readonly demands: Set<Demand<K, V>>;
  readonly subscription: Subscription;
  /** What holds it, if a warm does. */
  warm: Warming | undefined;
  /** Its value, if that came while it was in flight. */
  entry?: Entry<K, V>;
  /** Whether a demand ever joined it, or began it. */
  used: boolean;
  abort(): void;
}

/** A request that waits for a flight, or for its turn. */
export interface Demand<K, V> {
  readonly key: K;
  /** When it was asked, in ms of the scheduler. */
  readonly at: number;
  flight?: Flight<K, V>;
  entry?: Entry<K, V> | undefined;
  error?: LoadError<K> | undefined;
  /** Gives it an entry or an error, in a step. */
  readonly resolve: (entry?: Entry<K, V>, error?: LoadError<K>) => void;
}

/**
 * One subscription, as an observer of its keys: its requests, and the order in which it is handed their items. When it is unsubscribed all that only
 * it wanted is let go. What was demanded is delivered after its keys have completed; an error of them does not wait its turn.
 */
export interface Reader<K> extends Observer<K> {
  /** The cache closes: lets go, and then completes. */
  close(): void;
}

/** One run of `warm`. */
export interface Warming extends WarmGuard {
  /** Loads what fits its free slots. */
  wake(): void;
  /** A flight that it holds has ended, or was detached. `skipped`: the item found no room. */
  ended(how: 'done' | 'failed' | 'skipped'): void;
  /** The cache closes. */
  close(): void;
}
