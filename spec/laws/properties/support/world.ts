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
  endedAt: number;
  /** Whether its end was said by an event. */
  isEndSaid: boolean;
  hasAborted: boolean;
}

/** One item that was asked for. */
export interface Request {
  readonly n: number;
  readonly id: number;
  readonly reader: Reader;
  readonly askedAt: number;
  readonly outcome: 'hit' | 'join' | 'miss';
  readonly firstUse: boolean;
  /** How often its cursor had moved, this request included. */
  readonly position: number;
  /** Whether it may have come too late: its stream was about to fail. */
  readonly isOptional: boolean;
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
  readonly n: number;
  readonly name: string;
  readonly isGet: boolean;
  readonly order: Config['order'];
  readonly settled: boolean;
  readonly cursor: Cursor;
  readonly stop$: Subject<void>;
  pending: Request[];
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
  /** Plans that were made and not said yet: all keys that may be in it, and how many there are to be. */
  plansDue: { readonly eligible: ReadonlyMap<number, number>; readonly size: number }[];
  errorsDue: number;
}

/** One `warm`. */
export interface Warm {
  readonly n: number;
  readonly ids: readonly number[];
  readonly stop$: Subject<void>;
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
  closed: boolean;
  /** Where the script is, the innermost last. */
  readonly places: { readonly place: Place; readonly reader: Reader | undefined }[];
  /** What is to be done inside of the next such place. */
  readonly armed: { readonly place: Place; readonly command: Command }[];
  readonly figures: Figures;
  /** Requests that no event has told yet. */
  readonly asks: Request[];
  /** A key of this id. */
  key(id: number): Key;
  /** A law is broken. */
  fail(law: number, message: string): void;
  /** One line of what happened. */
  tell(line: string): void;
  /** The code of a user is called: what is to be done inside is done now. */
  visit(place: Place, reader?: Reader): void;
  look(): Look;
  /** Does something, as a user would. */
  act(command: Command): void;
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

/** All requests that wait, or are being handed their item. */
export function pendingIn({ readers }: Pick<World, 'readers'>): Request[] {
  return readers.flatMap(({ pending }) => pending);
}

/** Whether a demand holds a load. */
export function isDemanded(world: Pick<World, 'readers'>, load: Load): boolean {
  return pendingIn(world).some((request) => request.load === load && request.item === undefined);
}

/** The load that a request for this key joins. */
export function attachedLoad({ loads }: Pick<World, 'loads'>, id: number): Load | undefined {
  return loads.find((load) => load.id === id && load.attached && isLive(load));
}

/** Whether a load is in the air; one that was given up before it was subscribed to says so by its signal alone. */
export function isLive(load: Load): boolean {
  return load.state === 'live' && (load.sink !== undefined || !load.context.signal.aborted);
}

/** Whether a running warm holds a load. */
export function isWarmHeld(load: Load): boolean {
  return load.warm !== undefined && load.warm.end === undefined && load.attached;
}
