import type { LoadContext } from '../../../../src/index.js';
import type { Cause, Item } from './log.js';
import type { Config } from './program.js';

/** A request that has been made and is still to be handed something. */
export interface Request {
  readonly reader: number;
  readonly id: number;
  readonly at: number;
  /** Whether a `serve` comes before its item. */
  readonly isHeld: boolean;
  load?: Load | undefined;
  item?: Item | undefined;
  failure?: Load;
  /** Whether the predictor is being asked: it has no load before that has answered. */
  isMoving: boolean;
}

/** A load in flight. */
export interface Load {
  readonly load: number;
  readonly id: number;
  readonly reason: LoadContext['reason'];
  readonly startedAt: number;
  readonly byWarm: boolean;
  /** The running warm that wants it. */
  warm: number | undefined;
  /** Whether a request for its key joins it. */
  isAttached: boolean;
  isUsed: boolean;
  /** Whether it continues without a request; undefined where it may. */
  renews: boolean | undefined;
  cause?: number;
  item?: Item;
  /** The row of the plan that surely started it. */
  row?: Row | undefined;
}

/** A subscription. */
export interface Reader {
  readonly isGet: boolean;
  readonly isSettled: boolean;
  readonly isLate: boolean;
  source: 'live' | 'completed' | 'broken';
  end: 'completed' | 'errored' | 'unsubscribe' | undefined;
  requests: Request[];
  /** What is being handed to it. */
  hands: Item | undefined;
}

/** A reader by its number in events. */
export interface Position {
  current: number;
  plan: Row[];
}
export interface Row {
  readonly id: number;
  readonly likelihood: number;
  /** Whether this plan started its key; undefined where another plan may have. */
  isStarted: boolean | undefined;
}

export interface Resident {
  readonly item: Item;
  readonly bytes: number;
  readonly expires: number;
  /** Whether a request for its key finds it; else it is only still to be handed over. */
  isServed: boolean;
  isUnrequested: boolean;
}

/** What the steps of a log have told so far. It decides nothing that a cache decides. */
export interface Past {
  readonly config: Config;
  readonly readers: Map<number, Reader>;
  readonly positions: Map<number, Position>;
  readonly loads: Load[];
  readonly residents: Resident[];
  readonly warms: Map<number, readonly number[]>;
  readonly refused: Set<number>;
  /** The rest of each key whose load failed, the latest failure last. */
  readonly rests: Map<number, { readonly until: number; readonly rest: number }>;
  /** Until when keys would rest that are remembered no more, as many others failed since. */
  readonly forgotten: Map<number, number>;
  /** The request that a user is making. */
  asking: { readonly reader: number; readonly id: number; readonly isInside: boolean } | undefined;
  /** Requests whose predictor is being asked, the innermost last. */
  readonly moving: Request[];
  /** Items that came and were not stored yet, the newest last. */
  readonly arrived: Item[];
  /** Whether a request left between its miss and its load, while prefetches gave way to it. */
  hasLeft: boolean;
  /** When prefetches began. */
  readonly starts: number[];
  /** Those of them that may displace any other, whether or not a request waits for them. */
  readonly renewed: Set<Item>;
  isEnabled: boolean;
  isClosed: boolean;
}

export function createPast(config: Config): Past {
  return {
    config,
    readers: new Map(),
    positions: new Map(),
    loads: [],
    residents: [],
    warms: new Map(),
    refused: new Set(config.refused),
    rests: new Map(),
    forgotten: new Map(),
    asking: undefined,
    moving: [],
    arrived: [],
    hasLeft: false,
    starts: [],
    renewed: new Set(),
    isEnabled: true,
    isClosed: false,
  };
}

// ---- What can be read of it.

/** How long an item lives, in ms. */
export const lifetimeOf = ({ ttl = Infinity, hasOwnTtl }: Config, { n }: Item): number =>
  hasOwnTtl ? ([ttl, 3 * ttl, ttl / 5, Infinity][n % 4] as number) : ttl;
export const pending = ({ readers }: Past): Request[] =>
  [...readers.values()].flatMap(({ requests }) => requests);
export const attached = ({ loads }: Past, id: number): Load | undefined =>
  loads.find((load) => load.id === id && load.isAttached);
const residentWithin = ({ residents }: Past, id: number, at: number, grace: number) =>
  residents.find(
    ({ item, expires, isServed }) => item.id === id && isServed && expires + grace > at,
  );
/** What a request gets at once. */
export const resident = (past: Past, id: number, at: number): Resident | undefined =>
  residentWithin(past, id, at, past.config.staleWhileRevalidate);
/** What has not expired. */
export const fresh = (past: Past, id: number, at: number): Resident | undefined =>
  residentWithin(past, id, at, 0);
/** What requests get whose load fails. */
export const forError = (past: Past, id: number, at: number): Resident | undefined =>
  past.config.staleIfError > 0 ? residentWithin(past, id, at, past.config.staleIfError) : undefined;
/** Whether an item may be served no more, and leaves when something meets it. */
export const isDead = ({ config }: Past, { expires }: Resident, at: number): boolean =>
  expires + Math.max(config.staleWhileRevalidate, config.staleIfError) <= at;
export const isRequested = (past: Past, load: Load): boolean =>
  pending(past).some((request) => request.load === load);
/** Requests of a key without a load. */
export const waiting = (past: Past, id: number): Request[] =>
  pending(past).filter(
    (request) =>
      request.id === id && !request.load && !request.item && !request.failure && !request.isMoving,
  );
const isWaiting = ({ item, failure, isMoving }: Request): boolean => !item && !failure && !isMoving;
/** Whether a request waits: its load is in flight, or begins now. */
export const isWaited = (past: Past): boolean =>
  [...past.readers.values()].some(
    (reader) => !isFailing(past, reader) && reader.requests.some(isWaiting),
  );
/** Removes all requests of a reader. */
export function removeRequests(past: Past, reader: Reader): void {
  past.hasLeft ||= reader.requests.some((request) => isWaiting(request) && !request.load);
  reader.requests = [];
}
/** Whether requests stop the start of prefetches. */
export const isHeld = (past: Past): boolean =>
  past.config.onRequest !== 'continue' && isWaited(past);
/** Whether prefetches without a request are aborted now. */
export const isClearing = (past: Past): boolean =>
  !past.isEnabled || (past.config.onRequest === 'abort' && isWaited(past));
/** From when on the pace allows a prefetch. */
export const pacedUntil = ({ starts, config: { maxPerSecond = Infinity } }: Past): number =>
  (starts.at(-maxPerSecond) ?? -Infinity) + 1000;
/** The plans that may have started a key. */
export const startable = ({ positions }: Past, id: number): [Row, Position][] =>
  [...positions.values()].flatMap((position) =>
    position.plan
      .filter((row) => row.id === id && row.isStarted !== true)
      .map((row): [Row, Position] => [row, position]),
  );
/** Prefetches that take a slot. */
export const unrequested = (past: Past): Load[] =>
  past.loads.filter(
    (load) => load.warm === undefined && load.renews === false && !isRequested(past, load),
  );
export const isResting = ({ rests }: Past, id: number, at: number): boolean =>
  (rests.get(id)?.until ?? 0) > at;
/** Whether the predictor fails after a key. */
export const isFailure = ({ rows }: Config, current: number): boolean =>
  (rows[current] ?? []).some(([, likelihood]) => !(likelihood >= 0 && likelihood < Infinity));
/** What the predictor answers after a key. */
export const tableOf = (config: Config, current: number): Map<number, number> => {
  const table = new Map<number, number>();
  if (isFailure(config, current)) return table;
  for (const [id, likelihood] of config.rows[current] ?? []) {
    if (likelihood > (table.get(id) ?? 0)) table.set(id, likelihood);
  }
  return table;
};
/** As the likeliest reader says. */
export const likelihoodOf = ({ config, positions }: Past, id: number): number =>
  Math.max(0, ...[...positions.values()].map(({ current }) => tableOf(config, current).get(id) ?? 0)); // prettier-ignore
/** A stream that a failed load ends as soon as it is its turn. */
export const isFailing = ({ config }: Past, { isSettled, requests, end }: Reader): boolean =>
  !isSettled &&
  !end &&
  (config.order === 'concat' ? requests.slice(0, 1) : requests).some(({ failure }) => failure);
/** Whether a request failed for a reason that a user is given: a load, or that it was empty. */
export const isFailedBy = (
  { failure, id }: Request,
  given: { readonly id: number; readonly cause: Cause },
): boolean =>
  failure !== undefined &&
  id === given.id &&
  (failure.load === given.cause || given.cause === 'empty');
/** Whether it is known what all readers want: none is being moved, and none is failing. */
export const isSure = (past: Past): boolean =>
  past.moving.length === 0 && ![...past.readers.values()].some((reader) => isFailing(past, reader));
/** Residents that may leave for room. */
export const loose = (past: Past): Resident[] => {
  const currents = [...past.positions.values()].map(({ current }) => current);
  const hands = [...past.readers.values()].map((reader) => reader.hands);
  const pins = new Set([...hands, ...pending(past).map(({ item }) => item)]);
  return past.residents.filter(
    ({ item, isServed }) => isServed && !currents.includes(item.id) && !pins.has(item),
  );
};
export const budgetOf = ({ maxKeys, maxBytes }: Config): { maxKeys: number; maxBytes: number } => ({
  maxKeys: maxKeys ?? (maxBytes === undefined ? 100 : Infinity),
  maxBytes: maxBytes ?? Infinity,
});
export const bytesIn = (residents: readonly Resident[]): number =>
  residents.reduce((sum, { bytes }) => sum + bytes, 0);
