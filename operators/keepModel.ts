import {
  asyncScheduler,
  defer,
  repeat,
  ReplaySubject,
  Subject,
  Subscription,
  type Observable,
} from 'rxjs';
import type { ModelEvent } from '../src/keeping/modelEvents.js';
import { openModelSlot, type Answer, type ModelStorage } from '../src/keeping/modelStorage.js';
import {
  checkMethods,
  checkNumber,
  checkOptions,
  type Defined,
  type PrefetchCacheOptions,
} from '../src/options.js';
import { checkLabel } from './internal/keeping/checkLabel.js';
import { hiding } from './internal/keeping/hiding.js';
import {
  createKeeper,
  MIN_CHARACTERS,
  type BareModelEvent,
  type ModelOwner,
} from './internal/keeping/keeper.js';
import { createTurns } from './internal/keeping/turns.js';
import { after, timerOf } from './internal/timerOf.js';

export type { ModelOwner };

/** Options of `keepModel`. */
export interface KeepModelOptions {
  /** The key of the model in the storage: `'my-app/pages'`. Not empty. */
  readonly name: string;
  /**
   * Version of your own keys: a model that was saved with another one is not used. Change it when
   * keys get another meaning.
   * @defaultValue none
   */
  readonly version?: string | number | undefined;
  /**
   * Size of a saved model: an integer of 1,000 or more, without the label of about 100 characters.
   * @defaultValue 150 000
   */
  readonly maxCharacters?: number | undefined;
  /**
   * Milliseconds between saves while the program runs: 1 or more; Infinity: none.
   * @defaultValue 60 000
   */
  readonly saveEvery?: number | undefined;
  /**
   * Milliseconds after which a storage that has not answered has failed: 1 or more.
   * @defaultValue 10 000
   */
  readonly timeout?: number | undefined;
  /**
   * Clock and timers: its `now()`, in ms since 1970, and its `schedule()`, or that of
   * `asyncScheduler` if it has none.
   * @defaultValue `asyncScheduler`, and slices of a save run in idle periods of the page
   */
  readonly scheduler?: PrefetchCacheOptions<unknown, unknown>['scheduler'];
}

/** A model that is kept in a storage. No method throws, and no promise rejects. */
export interface KeptModel {
  /**
   * What happens to the model: on subscription the latest event, then each. Completes after `close`
   * or `remove`; never errors.
   */
  readonly events$: Observable<ModelEvent>;
  /**
   * Whether a model was restored, once the storage has answered or failed. With a synchronous
   * storage the model is restored when `keepModel` returns.
   */
  readonly restored: Promise<boolean>;
  /**
   * Saves now what was learned; a synchronous storage has it when this method returns. In a
   * listener of `events$` the save begins in a timer.
   * @returns whether the storage has it
   */
  save(): Promise<boolean>;
  /**
   * Saves now, and no more from then on. A model that was not loaded yet is not replaced.
   * @returns whether the storage has what was learned
   */
  close(): Promise<boolean>;
  /**
   * Closes without a save, and removes the model from the storage: for a user who logs out.
   * @returns whether it was removed
   */
  remove(): Promise<boolean>;
}

/**
 * Keeps what a predictor has learned in a storage, so that the next visit begins with it.
 *
 * The stored model is loaded at once, and taken over whenever it comes: it replaces what was learned
 * until then. It is saved when the page is hidden or left, in idle periods every `saveEvery` ms, and
 * on `save()` and `close()`; only if requests were observed since. A stored model that was never
 * read is never replaced. Of two tabs that save, the last one wins.
 *
 * ```ts compile-only
 * const learner = auto<number>();
 * const kept = keepModel(learner, () => localStorage, { name: 'my-app/pages' });
 * kept.events$.subscribe((event) => console.log(event.type));
 * const pages = prefetchCache(loadFrame, learner);
 * ```
 *
 * @param predictor - `auto()`, `markov()` or another that learns; of one user: a model has their
 *   keys
 * @param storage - has `getItem` and `setItem`, or `get` and `set`, with or without promises; or a
 *   function that gives one, as reading `localStorage` may throw
 * @throws RangeError | TypeError for wrong arguments
 */
export function keepModel(
  predictor: ModelOwner,
  storage: ModelStorage | (() => Answer<ModelStorage>),
  options: KeepModelOptions,
): KeptModel {
  checkMethods('predictor', predictor, ['toJSON', 'restore']);
  const { name, saveEvery, scheduler, ...resolved } = resolveKeepOptions(options);
  const timer = timerOf(scheduler);
  const now = (): number => (scheduler ?? asyncScheduler).now();
  const events$ = new ReplaySubject<ModelEvent>(1);
  const hurry$ = new Subject<void>();
  const emit = (event: BareModelEvent): void => events$.next({ ...event, name, at: now() });
  const slot = openModelSlot(storage, name);
  const usesIdle = !scheduler;
  const keeper = createKeeper(predictor, { ...resolved, name, slot, timer, usesIdle, now, emit, hurry$ }); // prettier-ignore
  const turns = createTurns(timer);
  let queued: Promise<boolean> | undefined;
  let ending: Promise<boolean> | undefined;

  const saveNow = (): Promise<boolean> => {
    hurry$.next();
    if (queued) return queued;
    const mustWait = turns.isBusy;
    const save$ = defer(() => {
      queued = undefined;
      return keeper.save('now');
    });
    const save = turns.run(save$);
    if (mustWait) queued = save;
    return save;
  };
  const end = (job: () => Promise<boolean>): Promise<boolean> => {
    keeper.close();
    watching.unsubscribe();
    let settle: (result: Promise<boolean>) => void = () => undefined;
    const ended = new Promise<boolean>((resolve) => (settle = resolve));
    // Before the job begins, as listeners of its events may call `save` and `close`.
    ending ??= ended;
    settle(job().finally(() => events$.complete()));
    return ended;
  };

  const restored = turns.run(keeper.load$);
  const watching = new Subscription();
  watching.add(hiding().subscribe(() => void saveNow()));
  watching.add(
    after(saveEvery, timer)
      .pipe(repeat())
      .subscribe(() => {
        if (!turns.isBusy && keeper.hasNews()) void turns.run(keeper.save('idle'));
      }),
  );
  return {
    events$: events$.asObservable(),
    restored,
    save: () => ending ?? saveNow(),
    close: () => ending ?? end(saveNow),
    remove: () => {
      hurry$.next();
      return end(() => turns.run(keeper.remove$));
    },
  };
}

/** @throws RangeError | TypeError for wrong options */
function resolveKeepOptions(options: KeepModelOptions): Defined<
  Omit<KeepModelOptions, 'version' | 'scheduler'>
> & {
  readonly version: KeepModelOptions['version'];
  readonly scheduler: KeepModelOptions['scheduler'];
} {
  const { name, version, maxCharacters = 150_000, saveEvery = 60_000, timeout = 10_000, scheduler } = checkOptions(options, OPTIONS); // prettier-ignore
  checkLabel({ name, version });
  if (scheduler !== undefined) checkMethods('scheduler', scheduler, ['now']);
  checkNumber('maxCharacters', maxCharacters, MIN_CHARACTERS, true, Number.MAX_SAFE_INTEGER);
  checkNumber('saveEvery', saveEvery, 1);
  checkNumber('timeout', timeout, 1);
  return { name, version, maxCharacters, saveEvery, timeout, scheduler };
}

const OPTIONS = ['name', 'version', 'maxCharacters', 'saveEvery', 'timeout', 'scheduler'] as const;
