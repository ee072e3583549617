import type { Subject, Subscriber } from 'rxjs';
import type { LoadContext, PrefetchCache, WarmProgress } from '../../../../src/index.js';
import type { Clock } from './clock.js';
import type { Command, Place } from './command.js';
import type { Config } from './config.js';
import type { Key } from './key.js';
import type { Look } from './look.js';

/** A value, with what became of it. */
export interface Item {
  readonly n: number;
  readonly id: number;
  readonly bytes: number;
  /** The load that brought it; undefined if it was set. */
  readonly load: Load | undefined;
  /** Whether a listener of `evictions$` was told that it left, and destroyed it. */
  destroyed: boolean;
  /** Whether an event told that it was stored. */
  kept: boolean;
  /** When it was set: what could be seen then. */
  atSet: Look | undefined;
}

/** One call of the provider. */
export interface Load {
  readonly n: number;
  readonly id: number;
  readonly reason: 'demand' | 'prefetch';
  readonly startedAt: number;
  /** What could be seen when it was begun. */
  readonly atStart: Look;
  readonly context: LoadContext;
  state: 'live' | 'value' | 'error' | 'empty' | 'cancelled';
  /** Whether a request for its key joins it. */
  attached: boolean;
  /** Whether a demand ever had it. */
  used: boolean;
  /** Whether a warm began it: known when its event comes. */
  byWarm: boolean | undefined;
  warm: Warm | undefined;
  sink: Subscriber<Item> | undefined;
  item: Item | undefined;
  cause: unknown;
  /** What could be seen when it ended. */
  atEnd: Look | undefined;
  /** What it was then. */
  readonly wasAtEnd: { attached: boolean; used: boolean; demanded: boolean; closed: boolean };
  endedAt: number;
  /** How many loads had ended before it. */
  rank: number;
  /** Whether its end was said by an event. */
  isEndSaid: boolean;
  hasAborted: boolean;
}

/** One item that was asked for. */
export interface Request {
  readonly id: number;
  readonly reader: Reader;
  readonly askedAt: number;
  readonly outcome: 'hit' | 'join' | 'miss';
  readonly firstUse: boolean;
  /** How often its cursor had moved, this request included. */
  readonly position: number;
  /** Whether nothing stands before it: a hit is handed over directly. */
  readonly isFree: boolean;
  /**
   * `asking`: its cursor moves, and nothing holds a load for it before the predictor has spoken.
   */
  state: 'asking' | 'waiting' | 'handing' | 'handed' | 'failed' | 'given up';
  /** What it was given. */
  item: Item | undefined;
  /** What it waits for. */
  load: Load | undefined;
  /** The load that failed it. */
  failure: Load | undefined;
  /** Whether its event says that a `serve` follows. */
  held: boolean | undefined;
}

/** A stream, or one `get`. */
export interface Reader {
  readonly name: string;
  readonly isGet: boolean;
  readonly order: Config['order'];
  readonly settled: boolean;
  readonly cursor: Cursor;
  readonly stop$: Subject<void>;
  /** Whether it came when the cache had closed. */
  readonly isLate: boolean;
  pending: Request[];
  /**
   * Superseded by the request that is being asked: they hold what they have until that one holds
   * something.
   */
  superseded: Request[];
  handed: number;
  sink: Subscriber<Key> | undefined;
  source: 'live' | 'completed' | 'broken';
  end: 'completed' | 'errored' | 'unsubscribed' | undefined;
}

/** A cursor as the naive model sees it. */
export interface Cursor {
  readonly name: string;
  /** The number that the cache gave it. */
  number: number | undefined;
  live: boolean;
  position: number;
  current: number | undefined;
  history: number[];
  /** What the predictor said last. */
  table: Map<number, number>;
  /** Which keys of its plan were started. */
  started: Map<number, boolean | 'maybe'>;
  /** Plans that were made and not said yet. */
  plansDue: PlanDue[];
  errorsDue: number;
  /** How many moves were made inside of another move of it: the outer plan may remain unsaid. */
  replaced: number;
}

/** A plan as it should be. */
export interface PlanDue {
  /** All keys that may be in it, with their likelihoods. */
  readonly eligible: ReadonlyMap<number, number>;
  /** Keys that may not, and the law that says so. */
  readonly barred: ReadonlyMap<number, number>;
  /** How many there are to be. */
  readonly size: number;
}

/** One `warm`. */
export interface Warm {
  readonly n: number;
  readonly ids: readonly number[];
  readonly stop$: Subject<void>;
  readonly isLate: boolean;
  /** How many loads had begun before it. */
  readonly bornAt: number;
  readonly loads: Load[];
  last: WarmProgress | undefined;
  end: 'completed' | 'stopped' | undefined;
}

/** A cache, its parts, all who use it, and what is known of them. */
export interface World {
  readonly config: Config;
  readonly clock: Clock;
  readonly cache: PrefetchCache<Key, Item>;
  readonly loads: Load[];
  readonly items: Item[];
  readonly readers: Reader[];
  readonly cursors: Cursor[];
  readonly warms: Warm[];
  readonly refused: Set<number>;
  readonly enabled$: Subject<boolean> | undefined;
  enabled: boolean;
  /** Whether `enabled$` has ended: its last word stays. */
  switchEnded: boolean;
  closed: boolean;
  /** Whether `clear` is under way: it detaches one load after the other. */
  clearing: boolean;
  /** How many readers are letting go of what they have, one after the other. */
  releasing: number;
  /** Items that are being set. */
  readonly setting: Item[];
  /**
   * Items that have been set, in the order in which they came in: one that is set by what another
   * stops comes before it.
   */
  readonly wereSet: Item[];
  /** How many loads have ended. */
  ended: number;
  /** Where the script is, the innermost last. */
  readonly places: { readonly place: Place; readonly reader: Reader | undefined }[];
  /** What is to be done inside of the next such place. */
  readonly armed: { readonly place: Place; readonly command: Command }[];
  readonly figures: Figures;
  /** Requests that are being made, the innermost last. */
  readonly moving: Request[];
  /** Requests that no event has told yet. */
  readonly asks: Request[];
  /** Loads whose beginning no event has told yet. */
  readonly begun: Load[];
  /** What events say is handed over next. */
  readonly serves: { readonly cursor: number; readonly id: number; readonly wait: number }[];
  /** A key of this id. */
  readonly key: (id: number) => Key;
  /** A law is broken. */
  readonly fail: (law: number, message: string) => void;
  /** One line of what happened. */
  readonly tell: (line: string) => void;
  /** The code of a user is called: what is to be done inside is done now. */
  readonly visit: (place: Place, reader?: Reader) => void;
  readonly look: () => Look;
  /** Does something, as a user would. */
  readonly act: (command: Command) => void;
}

/** Counts that are made by hand. */
export interface Figures {
  requests: number;
  hits: number;
  joins: number;
  misses: number;
  useful: number;
  timely: number;
  wasted: number;
  predictorErrors: number;
  evictions: number;
  readonly waits: number[];
}

/** Whether anything else could still come to a request. */
export function isPending({ state }: Request): boolean {
  return state === 'asking' || state === 'waiting' || state === 'handing';
}

/** Whether the cache was given an item: a second value of a load never comes in. */
export function hasComeIn({ load, atSet }: Item): boolean {
  return load !== undefined || atSet !== undefined;
}

/** All requests that hold a load or an item. */
export function pendingIn({ readers }: Pick<World, 'readers'>): Request[] {
  return readers.flatMap(({ pending, superseded }) => [...superseded, ...pending]);
}

/** Whether a demand holds a load. */
export function isDemanded(world: Pick<World, 'readers'>, load: Load): boolean {
  return pendingIn(world).some(
    (request) => request.load === load && request.item === undefined && request.state !== 'asking',
  );
}

/** The load that a request for this key joins. */
export function attachedLoad({ loads }: Pick<World, 'loads'>, id: number): Load | undefined {
  return loads.find((load) => load.id === id && load.attached && isLive(load));
}

/**
 * Whether a load is in the air; one that was given up before it was subscribed to says so by its
 * signal alone.
 */
export function isLive(load: Load): boolean {
  return load.state === 'live' && (load.sink !== undefined || !load.context.signal.aborted);
}

/** Whether a running warm holds a load. */
export function isWarmHeld(load: Load): boolean {
  return load.warm !== undefined && load.warm.end === undefined && load.attached;
}
