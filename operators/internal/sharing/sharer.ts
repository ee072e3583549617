import { merge, take, type Observable } from 'rxjs';
import { then, type Answer, type ModelSlot } from '../../../src/keeping/modelStorage.js';
import {
  readText,
  writeText,
  type ModelLabel,
  type ReadModel,
} from '../../../src/keeping/savedText.js';
import type { LogFollower } from '../../../src/sharing/logFollower.js';
import { aliveSince, newestOf, readByProcess } from '../../../src/sharing/processes.js';
import { readLog, type OwnLog } from '../../../src/sharing/sharedLog.js';
import type { SharingEvent } from '../../../src/sharing/sharingEvents.js';
import { after } from '../keeping/after.js';
import { ask } from '../keeping/ask.js';
import type { ModelOwner } from '../keeping/keeper.js';
import { slices } from '../keeping/slices.js';
import type { Timer } from '../timerOf.js';

/** An event without the fields that all have. */
export type BareSharingEvent = SharingEvent extends infer E
  ? E extends SharingEvent
    ? Omit<E, 'name' | 'at'>
    : never
  : never;

/** What a sharer needs. */
export interface SharerOptions {
  /** Identifies this process. The first one in the order of strings saves the model. */
  readonly process: string;
  /** The model of the predictor; undefined for one that cannot be saved. */
  readonly owner: ModelOwner | undefined;
  readonly log: OwnLog;
  readonly follower: LogFollower;
  /** The place of a text in the storage. */
  readonly slotOf: (name: string) => () => Answer<ModelSlot>;
  readonly name: string;
  readonly version?: string | number | undefined;
  readonly every: number;
  readonly maxCharacters: number;
  readonly timeout: number;
  readonly timer: Timer;
  readonly usesIdle: boolean;
  readonly now: () => number;
  readonly emit: (event: BareSharingEvent) => void;
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
  /** Writes what is new here, for the others. */
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
  const { process, owner, log, follower, slotOf, name, version, emit, now, timer } = options;
  /** Whether the model of the others was read. */
  let hasJoined = false;
  let sent = 0;
  let exchanges = 0;
  /** `observed` of the model that was saved last. */
  let saved: number | undefined;
  let during: 'load' | 'save' = 'load';

  // ---- The storage: a text of its own for each process, one for their list, one for the model.

  const slots = new Map<string, () => Answer<ModelSlot>>();
  // Processes with different versions of their keys use different texts.
  const root = version === undefined ? name : `${name}/version ${version}`;
  const labelOf = (part: string): ModelLabel => ({ name: `${root}/${part}`, version });
  const slotFor = (part: string): (() => Answer<ModelSlot>) => {
    const slot = slots.get(part) ?? slotOf(labelOf(part).name);
    slots.set(part, slot);
    return slot;
  };
  const wait = <T>(answer$: Observable<T>): Promise<T> =>
    new Promise((next, error) => answer$.subscribe({ next, error }));
  const withSlot = <T>(part: string, use: (slot: ModelSlot) => Answer<T>): Promise<T> =>
    wait(ask(() => then(slotFor(part)(), use), options.timeout, timer));
  const read = async (part: string): Promise<ReadModel | undefined> => {
    during = 'load';
    const stored = await withSlot(part, (slot) => slot.read());
    return stored === null || stored === undefined || stored === ''
      ? undefined
      : readText(stored, labelOf(part));
  };
  /** What is stored, if it is valid; else an event, and undefined. */
  const readValid = async <T>(
    part: string,
    parse: (stored: unknown) => T | undefined,
  ): Promise<
    { readonly value: T; readonly savedAt: number; readonly characters: number } | undefined
  > => {
    const found = await read(part);
    if (!found) return undefined;
    const value = 'reason' in found ? undefined : parse(found.model);
    if (!('reason' in found) && value !== undefined) return { ...found, value };
    const why = 'reason' in found ? found : { reason: 'corrupted' as const, error: new TypeError(`\`${labelOf(part).name}\` in the storage is not valid`) }; // prettier-ignore
    emit({ type: 'model-dropped', ...why });
    return undefined;
  };
  const write = (part: string, model: unknown): Promise<number> => {
    during = 'save';
    const text = writeText(model, labelOf(part), now());
    return withSlot(part, (slot) => then(slot.write(text), () => text.length));
  };

  // ---- Joining: the model of the others, and on top of it the requests of this process.

  const join = async (): Promise<void> => {
    if (hasJoined) return;
    const found = owner && (await readValid('model', readSnapshot));
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
    await run(follower.follow(process, log.toJSON()));
  };

  // ---- The list of processes.

  const readProcesses = async (): Promise<Map<string, number>> =>
    (await readValid('processes', readByProcess))?.value ?? new Map<string, number>();
  /**
   * Enters this process in the list, unless it is full.
   * @returns the processes that take part, with the time of their last sign of life
   */
  const signIn = async (tries = TRIES): Promise<Map<string, number>> => {
    const known = await readProcesses();
    const alive = aliveSince(known, now() - PATIENCE * options.every);
    for (const each of known.keys()) if (!alive.has(each)) await forget(each);
    const isFull = alive.size >= MAX_PROCESSES && !alive.has(process);
    const isFresh = (alive.get(process) ?? -Infinity) > now() - SIGN_EVERY * options.every;
    // Of two processes that write at the same time, one is not in the list, and tries again.
    if (isFull || isFresh || tries === 0) return alive;
    const mine = newestOf(alive, new Map([[process, Math.floor(now())]]));
    await write('processes', Object.fromEntries(mine));
    await wait(
      merge(after(Math.random() * SPREAD * options.every, timer), options.closing$).pipe(take(1)),
    );
    return signIn(tries - 1);
  };
  const forget = async (ended: string): Promise<void> => {
    await withSlot(`log/${ended}`, (slot) => slot.remove());
    slots.delete(`log/${ended}`);
  };

  const run = <T>(generator: Generator<void, T>): Promise<T> =>
    wait(slices(generator, timer, options.usesIdle));
  const learnOthers = async (alive: ReadonlyMap<string, number>) => {
    const others = [...alive.keys()].filter((each) => each !== process);
    const sum = { processes: others.length, learned: 0, missed: 0 };
    follower.endAllBut(alive);
    const logs = await Promise.all(
      others.map(async (each) => ({ each, found: await readValid(`log/${each}`, readLog) })),
    );
    for (const { each, found } of logs) {
      if (!found) continue;
      const { learned, missed } = await run(follower.follow(each, found.value));
      sum.learned += learned;
      sum.missed += missed;
    }
    return sum;
  };
  const send = async (): Promise<number> => {
    const news = log.end - sent;
    if (news > 0) {
      const own = log.toJSON();
      await write(`log/${process}`, own);
      sent = own.end;
    }
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
    const steps = owner.saveInSlices?.({ maxCharacters });
    const model = steps ? await run(steps) : owner.toJSON({ maxCharacters });
    const characters = await write('model', { ends, model });
    saved = observed;
    emit({ type: 'model-saved', characters, duration: Math.max(now() - startedAt, 0) });
  };
  const attempt = async (job: () => Promise<unknown>): Promise<boolean> => {
    try {
      await job();
      return true;
    } catch (error) {
      emit({ type: 'model-error', during, error });
      return false;
    }
  };

  return {
    exchange: () =>
      attempt(async () => {
        await join();
        const alive = await signIn();
        const learned = await learnOthers(alive);
        const takesPart = alive.has(process);
        emit({ type: 'model-shared', ...learned, sent: takesPart ? await send() : 0 });
        if (takesPart) await saveModel(alive);
        exchanges++;
      }),
    leave: () => attempt(send),
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
