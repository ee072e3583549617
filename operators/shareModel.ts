import { asyncScheduler, defer, repeat, ReplaySubject, Subject, subscribeOn, Subscription, type Observable, type SchedulerLike } from 'rxjs'; // prettier-ignore
import { openModelSlot, type Answer, type ModelStorage } from '../src/keeping/modelStorage.js';
import { checkMethods, checkNumber, checkOptions, type Defined } from '../src/options.js';
import { createLogFollower } from '../src/sharing/logFollower.js';
import { createOwnLog, MAX_STEPS } from '../src/sharing/sharedLog.js';
import type { SharingEvent } from '../src/sharing/sharingEvents.js';
import type { Explanation } from '../src/events.js';
import type { Access, AccessPredictor, KeyIdentity } from '../src/types.js';
import { MIN_CHARACTERS, type ModelOwner } from './internal/keeping/keeper.js';
import { checkLabel } from './internal/keeping/checkLabel.js';
import { createTurns } from './internal/keeping/turns.js';
import type { BareSharingEvent } from './internal/sharing/sharedTexts.js';
import { createSharer } from './internal/sharing/sharer.js';
import { after, timerOf } from './internal/timerOf.js';
import type { KeepModelOptions } from './keepModel.js';

/** Options of `shareModel`. */
export interface ShareModelOptions<K> extends Omit<KeepModelOptions, 'saveEvery'> {
  /**
   * Milliseconds between exchanges: 1 or more; the same in all processes.
   * @defaultValue 30 000
   */
  readonly every?: number | undefined;
  /**
   * Requests and ends of readers that a process gives to the others, the latest ones: an integer
   * from 1 to 100,000. Of more between two exchanges the others miss the rest.
   * @defaultValue 2000
   */
  readonly maxSteps?: number | undefined;
  /**
   * For keys that are objects: their identity as a string, and back, as for `auto`.
   * @defaultValue none: keys that are objects are not shared
   */
  readonly identity?: KeyIdentity<K> | undefined;
}

/** A predictor that shares what it learns. No method throws, and no promise rejects. */
export interface SharedModel<K> {
  /** The predictor of the cache, in place of the given one. */
  readonly predictor: AccessPredictor<K>;
  /** What happens to the model, from subscription on. Completes after `close`; never errors. */
  readonly events$: Observable<SharingEvent>;
  /**
   * Exchanges now what was requested; while an exchange runs, in the next one.
   * @returns whether all was read, learned and written
   */
  exchange(): Promise<boolean>;
  /**
   * Gives the latest requests to the other processes, and exchanges no more.
   * @returns whether the storage has them
   */
  close(): Promise<boolean>;
}

/**
 * Shares what a predictor learns with other processes, by a storage that all of them use.
 *
 * Every `every` ms a process writes the latest requests of its readers, reads those of the others,
 * and teaches them to its predictor: each request once, as one of a reader of its own, so that counts
 * add up as in one process. It also measures the predictions for them; nothing is prefetched for
 * them. A new process begins with the model that the first process saves every 10th time. Learning
 * runs in slices of some ms. With p processes an exchange reads p texts and costs about 20 µs for each
 * request of the others. While the storage fails, each process learns alone.
 *
 * ```ts compile-only
 * const storage = new Map<string, string>(); // one that all processes use: a Keyv over Redis
 * const shared = shareModel(auto<number>(), storage, { name: 'frames' });
 * const frames = prefetchCache(loadFrame, shared.predictor);
 * ```
 *
 * @param predictor - `auto()`, `markov()` or another with `observe`; one with `toJSON` and `restore`
 *   lets new processes begin with its model
 * @param storage - as for `keepModel`: Keyv, a Map, … It has the keys that readers requested.
 * @throws RangeError | TypeError for wrong arguments
 */
export function shareModel<K>(
  predictor: AccessPredictor<K> & Partial<ModelOwner>,
  storage: ModelStorage | (() => Answer<ModelStorage>),
  options: ShareModelOptions<K>,
): SharedModel<K> {
  checkMethods('predictor', predictor, ['predict', 'observe']);
  const { name, identity, scheduler, maxSteps, ...resolved } = resolveShareOptions(options);
  const slotOf = (slotName: string) => openModelSlot(storage, slotName);
  // A wrong storage is refused at once.
  slotOf(name);
  const timer = timerOf(scheduler);
  const now = (): number => (scheduler ?? asyncScheduler).now();
  const events$ = new Subject<SharingEvent>();
  const emit = (event: BareSharingEvent): void => events$.next({ ...event, name, at: now() });
  const closing$ = new ReplaySubject<void>(1);
  const log = createOwnLog(maxSteps);
  /** Of the cache; while it has made no request, nothing is resident. */
  let isResident: (key: K) => boolean = () => false;
  const follower = createLogFollower<K>({
    predictor,
    toKey: (id) => {
      if (!identity) return id as K;
      return typeof id === 'string' ? identity.read(id) : undefined;
    },
    isResident: (key) => isResident(key),
    now,
  });
  const owner = predictor.toJSON && predictor.restore ? (predictor as ModelOwner) : undefined;
  const { control } = predictor;
  const process = createProcessId(now());
  const sharer = createSharer({ ...resolved, process, owner, log, follower, slotOf, name, timer, usesIdle: !scheduler, now, emit, closing$ }); // prettier-ignore
  const turns = createTurns(timer);
  let ending: Promise<boolean> | undefined;

  let queued: Promise<boolean> | undefined;
  const exchange = (): Promise<boolean> => {
    if (queued) return queued;
    const mustWait = turns.isBusy;
    const job$ = defer(() => {
      queued = undefined;
      return sharer.exchange();
    });
    // In a timer: a listener that exchanges at each event would otherwise keep the program busy.
    const done = turns.run(mustWait ? job$.pipe(subscribeOn(timer as SchedulerLike)) : job$);
    if (mustWait) queued = done;
    return done;
  };
  const exchanging = new Subscription();
  void exchange();
  exchanging.add(
    after(resolved.every, timer)
      .pipe(repeat())
      .subscribe(() => {
        if (!turns.isBusy) void exchange();
      }),
  );

  const observe = (access: Access<K>): void => {
    isResident = (key) => access.isResident(key);
    try {
      log.add(access, identity ? identity.write(access.key) : access.key);
    } finally {
      predictor.observe?.(access);
    }
  };
  return {
    predictor: {
      observe,
      ended(reader) {
        log.ended(reader);
        predictor.ended?.(reader);
      },
      predict: (current, history, add) => predictor.predict(current, history, add),
      ...(control && { control }),
      ...('explain' in predictor && {
        explain: (key: K) => predictor.explain?.(key) as Explanation,
      }),
    },
    events$: events$.asObservable(),
    exchange: () => ending ?? exchange(),
    close() {
      exchanging.unsubscribe();
      closing$.next();
      return (ending ??= turns.run(defer(sharer.leave)).finally(() => events$.complete()));
    },
  };
}

/** An id that no other process has; ids of later processes come later in the order of strings. */
function createProcessId(now: number): string {
  const started = Math.floor(now).toString(36).padStart(10, '0');
  return `${started}-${Math.random().toString(36).slice(2, 12)}`;
}

/** @throws RangeError | TypeError for wrong options */
function resolveShareOptions<K>(
  options: ShareModelOptions<K>,
): Defined<Omit<ShareModelOptions<K>, Optional>> & Pick<ShareModelOptions<K>, Optional> {
  const {
    every = 30_000,
    maxSteps = 2000,
    maxCharacters = 150_000,
    timeout = 10_000,
    ...rest
  } = checkOptions(options, OPTIONS);
  checkLabel(rest);
  if (rest.scheduler !== undefined) checkMethods('scheduler', rest.scheduler, ['now']);
  if (rest.identity !== undefined) checkMethods('identity', rest.identity, ['write', 'read']);
  checkNumber('every', every, 1);
  checkNumber('maxSteps', maxSteps, 1, true, MAX_STEPS);
  checkNumber('maxCharacters', maxCharacters, MIN_CHARACTERS, true, Number.MAX_SAFE_INTEGER);
  checkNumber('timeout', timeout, 1);
  return { ...rest, every, maxSteps, maxCharacters, timeout };
}

/** Options without a default value. */
type Optional = 'version' | 'scheduler' | 'identity';

const OPTIONS = [
  'name',
  'version',
  'every',
  'maxSteps',
  'maxCharacters',
  'timeout',
  'identity',
  'scheduler',
] as const;
