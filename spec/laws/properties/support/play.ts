import { Subject, Subscription, type SchedulerLike } from 'rxjs';
import {
  largest,
  lhd,
  lru,
  oldest,
  prefetchCache,
  sieve,
  smallest,
  type PrefetchCache,
} from '../../../../src/index.js';
import { createRecorder, idOf, type Action, type Item, type Key, type Recorder } from './log.js';
import { lifetimeOf } from './past.js';
import { MIDWAY, type Command, type Config, type Place } from './program.js';
import { listen, readQuiet } from './listen.js';
import { createPredictor, createProvider, type PlayedProvider } from './provider.js';
import { createUsers, type Users } from './users.js';

const POLICIES = { oldest, lru, sieve, lhd, largest, smallest };
const MAX_DEPTH = 4;

/** What the parts of a program share. */
export interface Stage {
  readonly config: Config;
  readonly cacheOf: () => PrefetchCache<Key, Item>;
  readonly now: () => number;
  readonly key: (id: number) => Key;
  readonly createItem: (id: number, bytes: number) => Item;
  /** The ids of the requests that are being made, the innermost last. */
  readonly asking: number[];
  /** Writes down an action. */
  readonly act: (action: Action) => void;
  /** User code is called: what a program does inside of it is done. */
  readonly visit: (place: Place) => void;
  /** Whether user code is being called. */
  readonly isInside: () => boolean;
  /** Whether it is being called in the middle of a change. */
  readonly isMidway: () => boolean;
}

/** Who else uses the cache of a program: nobody, one who listens, one who listens and reads. */
export type Audience = 'none' | 'listens' | 'reads';

interface Play extends Stage {
  readonly recorder: Recorder;
  readonly provider: PlayedProvider;
  readonly users: Users;
  readonly enabled$: Subject<boolean> | undefined;
  readonly refused: Set<number>;
  /** Milliseconds. */
  time: number;
  /** The timers of the cache. */
  readonly timers: Set<{ readonly due: number; readonly work: () => void }>;
  /** The commands that wait for a call of user code. */
  readonly armed: Command[];
  /** The user code that is being called, the innermost last. */
  readonly calls: Place[];
  isClearing: boolean;
  hasSwitchEnded: boolean;
}

/** Plays a program, and then to the end of all that is pending; then closes the cache, twice. */
export function play(
  config: Config,
  program: readonly Command[],
  audience: Audience = 'reads',
): Recorder {
  const one = createPlay(config);
  const heard = audience === 'none' ? undefined : listen(one, one.recorder);
  const read = (): void => {
    if (heard && audience === 'reads') one.act(readQuiet(one, heard));
  };
  const run = (command: Command): void => {
    if (command.do === 'advance' && command.inside === undefined) advance(one, command.ms, read);
    else perform(one, command);
    read();
  };
  for (const command of program) run(command);
  one.armed.length = 0;
  one.users.completeAll();
  for (let i = 0; i < 200 && one.provider.open.size > 0; i++)
    run({ ...NOTHING, do: i % 7 === 6 ? 'reject' : 'resolve', pick: i });
  const after = [
    'advance',
    'close',
    'close',
    'open',
    'get',
    'warm',
    'set',
    'reload',
    'invalidate',
    'clear',
  ];
  for (const kind of after as Command['do'][]) run({ ...NOTHING, do: kind });
  if (one.timers.size > 0)
    one.act({ type: 'fault', message: `${one.timers.size} timers of a closed cache` });
  return one.recorder;
}

const NOTHING = { inside: undefined, id: 1, ids: [1, 2], pick: 0, bytes: 1, ms: 1, isOn: false };

function createPlay(config: Config): Play {
  const { eviction, hasObjectKeys, hasSizes, maxKeys, maxBytes, ttl, hasOwnTtl } = config;
  const enabled$ = config.hasSwitch ? new Subject<boolean>() : undefined;
  const recorder = createRecorder(
    config,
    () => cache,
    () => one.time,
  );
  let items = 0;
  const one: Omit<Play, 'provider' | 'users'> = {
    config,
    recorder,
    enabled$,
    refused: new Set(config.refused),
    time: 1000,
    timers: new Set(),
    asking: [],
    armed: [],
    calls: [],
    isClearing: false,
    hasSwitchEnded: false,
    act: recorder.act,
    cacheOf: () => cache,
    now: () => one.time,
    key: (id) => (hasObjectKeys ? { id } : id),
    createItem: (id, bytes) => ({ n: items++, id, bytes }),
    isInside: () => one.calls.length > 0,
    isMidway: () => one.calls.some((place) => MIDWAY.includes(place)),
    visit(place) {
      const index = one.armed.findIndex(
        (command) => command.inside === place && !isAmbiguous(one, command),
      );
      // `clear` goes from load to load: what is done in between is neither before nor after it.
      if (index < 0 || one.calls.length >= MAX_DEPTH || one.isClearing) return;
      const [command] = one.armed.splice(index, 1);
      one.calls.push(place);
      if (command) perform(played, { ...command, inside: undefined });
      one.calls.pop();
    },
  };
  const provider = createProvider(one, one.refused);
  const played: Play = Object.assign(one, { provider, users: createUsers(one) });
  const scheduler = {
    now: one.now,
    schedule(work: (this: never, state: never) => void, delay = 0) {
      const timer = {
        due: one.time + delay,
        work: () => work.call(undefined as never, undefined as never),
      };
      one.timers.add(timer);
      return new Subscription(() => one.timers.delete(timer));
    },
  } as SchedulerLike;
  const { order, concurrency, lookahead, historySize, prefetchBackoff, onRequest, maxPerSecond } =
    config;
  const { staleWhileRevalidate, staleIfError } = config;
  const cache = prefetchCache<Key, Item>(provider, createPredictor(one), {
    order,
    concurrency,
    lookahead,
    historySize,
    prefetchBackoff,
    onRequest,
    maxPerSecond,
    staleWhileRevalidate,
    staleIfError,
    eviction: POLICIES[eviction](),
    scheduler,
    ...(maxKeys !== undefined && { maxKeys }),
    ...(maxBytes !== undefined && { maxBytes }),
    ...(hasSizes && { sizeOf: ({ bytes }: Item) => bytes }),
    ...(ttl !== undefined && { ttl: hasOwnTtl ? (item: Item) => lifetimeOf(config, item) : ttl }),
    ...(hasObjectKeys && { keyOf: idOf }),
    ...(enabled$ && { enabled$ }),
  });
  return played;
}

/**
 * Whether a command is about a key whose request waits for prefetches to give way: the log would
 * not tell which of two requests a load is for.
 */
function isAmbiguous({ config, asking }: Stage, { inside, id, ids }: Command): boolean {
  const isGivingWay = config.onRequest === 'abort' && (inside === 'teardown' || inside === 'abort');
  return isGivingWay && asking.some((asked) => asked === id || ids.includes(asked));
}

/** Lets time pass; the timers of the cache run when they are due. */
function advance(one: Play, ms: number, read: () => void): void {
  const end = one.time + ms;
  for (;;) {
    const [next] = [...one.timers].filter(({ due }) => due <= end).sort((a, b) => a.due - b.due);
    if (!next) break;
    one.timers.delete(next);
    one.time = Math.max(one.time, next.due);
    one.act({ type: 'timer' });
    next.work();
    read();
  }
  one.time = end;
}

/** Does a command, or keeps it for a call of user code. */
function perform(one: Play, command: Command): void {
  const { armed, users, refused, act } = one;
  const { do: kind, id, ms } = command;
  if (command.inside !== undefined) return void armed.push(command);
  switch (kind) {
    case 'advance':
      // Time stands still inside of a call.
      if (one.calls.length === 0) one.time += ms;
      return;
    case 'toggle has':
      act({ type: kind, id });
      if (!refused.delete(id)) refused.add(id);
      return;
    case 'close':
      act({ type: 'closing' });
      one.cacheOf().close();
      return act({ type: 'closed' });
    default:
      write(one, command);
      users.act(command);
  }
}

function write(one: Play, { do: kind, id, ids, bytes, isOn, pick }: Command): void {
  const { provider, enabled$, act, key } = one;
  const cache = one.cacheOf();
  const end = [...provider.open.values()][pick % provider.open.size];
  switch (kind) {
    case 'set': {
      const item = one.createItem(id, bytes);
      act({ type: 'set', item, isMidway: one.isMidway() });
      cache.set(key(id), item);
      return;
    }
    case 'invalidate':
      act({ type: 'invalidate', id });
      return cache.invalidate(key(id));
    case 'reload':
      act({ type: 'reload', id });
      cache.reload(key(id));
      return act({ type: 'reloaded', id });
    case 'invalidate where':
      act({ type: 'invalidate where', ids });
      one.isClearing = true;
      cache.invalidateWhere((given) => ids.includes(idOf(given)));
      one.isClearing = false;
      return;
    case 'clear':
      act({ type: 'clear' });
      one.isClearing = true;
      cache.clear();
      one.isClearing = false;
      return;
    case 'switch':
      // The last word stays when it has ended.
      if (enabled$ && !one.hasSwitchEnded) act({ type: 'switch', isOn });
      return enabled$?.next(isOn);
    case 'end switch':
      one.hasSwitchEnded = true;
      return isOn ? enabled$?.complete() : enabled$?.error(new Error('enabled$'));
    case 'resolve':
      return end?.('value', bytes);
    case 'reject':
      return end?.('error', 0);
    case 'empty':
      return end?.('empty', 0);
    default:
  }
}
