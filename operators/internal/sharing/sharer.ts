import { merge, take, timer as emitAfter, type Observable, type SchedulerLike } from 'rxjs';
import type { LogFollower } from '../../../src/sharing/logFollower.js';
import { aliveBetween, newestOf, readByProcess } from '../../../src/sharing/processes.js';
import { readLog, type OwnLog, type SharedLog } from '../../../src/sharing/sharedLog.js';
import type { ModelOwner } from '../keeping/keeper.js';
import { slices } from '../keeping/slices.js';
import { createSharedTexts, firstOf, type SharedTextsOptions } from './sharedTexts.js';

/** What a sharer needs. */
export interface SharerOptions extends SharedTextsOptions {
  /** Identifies this process. The first one in the order of strings saves the model. */
  readonly process: string;
  /** The model of the predictor; undefined for one that cannot be saved. */
  readonly owner: ModelOwner | undefined;
  readonly log: OwnLog;
  readonly follower: LogFollower;
  readonly every: number;
  readonly maxCharacters: number;
  readonly usesIdle: boolean;
  /** Emits when the process is about to leave: nothing waits for its turn any more. */
  readonly closing$: Observable<void>;
}

/** Exchanges what readers requested with other processes. No promise rejects. */
export interface Sharer {
  /**
   * Reads what the others have written, learns it, and writes what is new here.
   * @returns whether all was done; else an event has the error
   */
  readonly exchange: () => Promise<boolean>;
  /** Writes what is new here, for the others, who find it by their list. */
  readonly leave: () => Promise<boolean>;
}

/** Intervals after which a process without a sign of life has ended, and after which it gives one. */
const PATIENCE = 10;
const SIGN_EVERY = 3;
/** Times that a process enters itself in the list within one exchange, at most. */
const TRIES = 5;
/** Part of an interval within which it tries again, so that processes do not stay in step. */
const SPREAD = 1 / 8;
/** Processes that take part at most, as an exchange reads the log of each; further ones only read. */
const MAX_PROCESSES = 64;
/** Exchanges between two saves of the whole model. */
const SAVE_EVERY = 10;

// One idea: each process writes its own log, reads those of all others, and learns each step once.
export function createSharer(options: SharerOptions): Sharer {
  const { process, owner, log, follower, emit, now, timer } = options;
  // One text for each process, one for their list, one for the model.
  const texts = createSharedTexts(options);
  /** Whether the model of the others was read. */
  let hasJoined = false;
  let sent = 0;
  /** Whether the others may have removed the log of this process. */
  let isLogLost = false;
  let exchanges = 0;
  /** `observed` of the model that was saved last. */
  let saved: number | undefined;
  let during: 'load' | 'save' = 'load';

  const read: typeof texts.read = (part, parse) => {
    during = 'load';
    return texts.read(part, parse);
  };
  const write: typeof texts.write = (part, model) => {
    during = 'save';
    return texts.write(part, model);
  };
  const run = <T>(generator: Generator<void, T>): Promise<T> =>
    firstOf(slices(generator, timer, options.usesIdle));

  // ---- Joining: the model of the others, and on top of it the requests of this process.

  const join = async (): Promise<void> => {
    if (hasJoined) return;
    const found = owner && (await read('model', readSnapshot));
    hasJoined = true;
    if (!owner || !found) return;
    const { model, ends } = found.value;
    try {
      owner.restore(model);
    } catch (error) {
      emit({ type: 'model-dropped', reason: 'unfit', error });
      return;
    }
    follower.skipTo(ends);
    emit({ type: 'model-restored', age: Math.max(now() - found.savedAt, 0), characters: found.characters }); // prettier-ignore
    // The model has replaced what was learned here until now.
    const { errors } = await run(follower.follow(process, log.toJSON()));
    follower.endAllBut(new Map());
    for (const error of errors) emit({ type: 'model-error', during: 'load', error });
  };

  // ---- The list of processes.

  /**
   * Enters this process in the list, unless it is full.
   * @param ended - gets the processes that have left the list; undefined: all stay
   * @returns the processes that take part, with the time of their last sign of life
   */
  const signIn = async (ended?: Set<string>, tries = TRIES): Promise<Map<string, number>> => {
    const known = (await read('processes', readByProcess))?.value ?? new Map<string, number>();
    const patience = PATIENCE * options.every;
    const alive = aliveBetween(known, now() - patience, now() + patience);
    const isFull = alive.size >= MAX_PROCESSES && !alive.has(process);
    const isFresh = (alive.get(process) ?? -Infinity) > now() - SIGN_EVERY * options.every;
    // Of two processes that write at the same time, one is not in the list, and tries again.
    if (isFull || isFresh || tries === 0) return alive;
    isLogLost ||= !known.has(process);
    const listed = newestOf(ended ? alive : known, new Map([[process, Math.floor(now())]]));
    // A clock that was set back: the time of before is none.
    if (!alive.has(process)) listed.set(process, Math.floor(now()));
    await write('processes', Object.fromEntries(listed));
    for (const each of known.keys()) if (!listed.has(each)) ended?.add(each);
    const later = Math.random() * SPREAD * options.every;
    const turn$ = emitAfter(later, timer as SchedulerLike);
    await firstOf(merge(turn$, options.closing$).pipe(take(1)));
    return signIn(ended, tries - 1);
  };

  // ---- Exchanges.

  /** What one process has written; the text of one that has ended is removed. */
  const takeLog = async (each: string, hasEnded: boolean): Promise<SharedLog | undefined> => {
    const found = await read(`log/${each}`, readLog);
    if (hasEnded) await texts.remove(`log/${each}`);
    return found?.value;
  };
  const learnOthers = async (alive: ReadonlyMap<string, number>, ended: ReadonlySet<string>) => {
    const others = [...alive.keys()].filter((each) => each !== process);
    const gone = [...ended].slice(0, MAX_PROCESSES);
    const sum = { processes: others.length, learned: 0, missed: 0 };
    const errors: unknown[] = [];
    const fail = (error: unknown): void => void errors.push(error);
    const logs = await Promise.all(
      [...others, ...gone].map(async (each) => ({
        each,
        taken: await takeLog(each, ended.has(each)).catch(fail),
      })),
    );
    for (const { each, taken } of logs) {
      if (!taken) continue;
      const followed = await run(follower.follow(each, taken));
      sum.learned += followed.learned;
      sum.missed += followed.missed;
      errors.push(...followed.errors);
    }
    follower.endAllBut(alive);
    texts.retain((part) => !part.startsWith('log/') || alive.has(part.slice('log/'.length)));
    // One of a kind: while the storage is away, each log has the same.
    if (errors.length > 0) emit({ type: 'model-error', during: 'load', error: errors[0] });
    return { sum, isWhole: errors.length === 0 };
  };
  const send = async (): Promise<number> => {
    const own = log.toJSON();
    const news = own.end - sent;
    if (news > 0 || (isLogLost && own.end > 0)) await write(`log/${process}`, own);
    sent = own.end;
    isLogLost = false;
    return news;
  };
  const saveModel = async (alive: ReadonlyMap<string, number>): Promise<void> => {
    const isFirst = [...alive.keys()].every((each) => each >= process);
    if (!owner || !isFirst || exchanges % SAVE_EVERY !== 0) return;
    const startedAt = now();
    const observed = owner.observed?.();
    if (observed !== undefined && observed === (saved ?? 0)) return;
    const { maxCharacters } = options;
    // Before the model: a step that is learned meanwhile may be learned twice, but is not lost.
    const ends = Object.fromEntries([...follower.seen, [process, log.end] as const]);
    during = 'save';
    const steps = owner.saveInSlices?.({ maxCharacters });
    const model = steps ? await run(steps) : owner.toJSON({ maxCharacters });
    const characters = await write('model', { ends, model });
    saved = observed;
    emit({ type: 'model-saved', characters, duration: Math.max(now() - startedAt, 0) });
  };
  const attempt = async (job: () => Promise<boolean>): Promise<boolean> => {
    try {
      return await job();
    } catch (error) {
      emit({ type: 'model-error', during, error });
      return false;
    }
  };

  return {
    exchange: () =>
      attempt(async () => {
        await join();
        const ended = new Set<string>();
        const alive = await signIn(ended);
        const { sum, isWhole } = await learnOthers(alive, ended);
        const takesPart = alive.has(process);
        emit({ type: 'model-shared', ...sum, sent: takesPart ? await send() : 0 });
        if (takesPart) await saveModel(alive);
        exchanges++;
        return isWhole;
      }),
    leave: () =>
      attempt(async () => {
        // Nobody would find, or remove, the text of a process that is not in the list.
        if (log.end > 0 && (await signIn()).has(process)) await send();
        return true;
      }),
  };
}

/** The saved model of all processes, with the ends of the logs that it contains. */
interface Snapshot {
  readonly model: unknown;
  readonly ends: Map<string, number>;
}

function readSnapshot(stored: unknown): Snapshot | undefined {
  const { model, ends } = Object(stored) as Record<string, unknown>;
  const read = readByProcess(ends);
  return read && model !== undefined ? { model, ends: read } : undefined;
}
