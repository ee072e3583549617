import { Observable, Subject, takeUntil, type Subscriber } from 'rxjs';
import {
  ClosedError,
  EmptyLoadError,
  LoadError,
  type Settled,
  type WarmProgress,
} from '../../../../src/index.js';
import { idOf, type Cause, type Item, type Key } from './log.js';
import type { Stage } from './play.js';
import { Failure } from './provider.js';
import type { Command } from './program.js';

/** A stream, a `get` or a warm: what can be stopped. */
interface User {
  readonly index: number;
  readonly stop$: Subject<void>;
  isOver: boolean;
}
interface Stream extends User {
  readonly isGet: boolean;
  sink: Subscriber<Key> | undefined;
  isSourceLive: boolean;
}
interface Warm extends User {
  readonly ids: readonly number[];
}

/** Those who ask a cache for items. */
export interface Users {
  /** Does a command of a user; one that finds nobody to do it is ignored. */
  act(command: Command): void;
  /** All sources complete. */
  completeAll(): void;
}

const MAX_STREAMS = 4;
const MAX_GETS = 6;

// One idea: each command of a user, and what is written down of it.
export function createUsers({ act, visit, key, cacheOf, isInside, asking }: Stage): Users {
  const streams: Stream[] = [];
  const warms: Warm[] = [];

  const ask = (stream: Stream, id: number, call: (key: Key) => void): void => {
    const asked = { reader: stream.index, id, isInside: isInside() };
    act({ type: 'ask', ...asked });
    asking.push(id);
    call(key(id));
    asking.pop();
    act({ type: 'asked', ...asked });
  };
  const push = (stream: Stream, id: number): void => {
    const { sink } = stream;
    if (sink && !sink.closed && stream.isSourceLive) ask(stream, id, (one) => sink.next(one));
  };
  const complete = (stream: Stream): void => {
    if (!stream.sink || !stream.isSourceLive) return;
    stream.isSourceLive = false;
    act({ type: 'source completes', reader: stream.index });
    stream.sink.complete();
  };
  const breaks = (stream: Stream): void => {
    stream.isSourceLive = false;
    act({ type: 'source breaks', reader: stream.index });
    stream.sink?.error(new Error(`source ${stream.index}`));
  };
  const subscribe = (stream: Stream, item$: Observable<Item | Settled<Key, Item>>): void => {
    const { index: reader } = stream;
    const end = (): void => {
      stream.isOver = true;
      visit('end');
      act({ type: 'taken', reader });
    };
    item$.pipe(takeUntil(stream.stop$)).subscribe({
      next(given) {
        if ('status' in given && given.status === 'rejected') {
          act({
            type: 'failure',
            reader,
            id: idOf(given.key),
            cause: causeOf(given.reason),
          });
          return;
        }
        const item = 'status' in given ? given.value : given;
        act({ type: 'item', reader, item });
        visit('item');
        // A get has it in its hands until it has completed.
        if (!stream.isGet || stream.isOver) act({ type: 'taken', reader });
      },
      error(error: unknown) {
        act({ type: 'errored', reader, cause: causeOf(error) });
        end();
      },
      complete() {
        if (stream.isOver) return;
        act({ type: 'completed', reader });
        end();
      },
    });
  };
  const open = (isGet: boolean, isSettled: boolean): Stream => {
    const stream = {
      index: streams.length,
      stop$: new Subject<void>(),
      isOver: false,
      isGet,
      sink: undefined,
      isSourceLive: true,
    };
    streams.push(stream);
    act({ type: 'open', reader: stream.index, isGet, isSettled });
    return stream;
  };
  const openStream = ({ ids, isOn, pick }: Command): void => {
    const isSettled = pick > 2;
    const stream = open(false, isSettled);
    const key$ = new Observable<Key>((sink) => {
      stream.sink = sink;
      for (const id of ids) push(stream, id);
      if (isOn && !sink.closed) complete(stream);
    });
    const cache = cacheOf();
    subscribe(stream, isSettled ? key$.pipe(cache.with({ errors: 'value' })) : key$.pipe(cache));
  };
  const startWarm = (ids: readonly number[]): void => {
    const taken = new Set(warms.filter(({ isOver }) => !isOver).flatMap((warm) => warm.ids));
    // No two warms want one key, so that it is known which one began a load.
    const own = [...new Set(ids)].filter((id) => !taken.has(id));
    const warm: Warm = { index: warms.length, ids: own, stop$: new Subject(), isOver: false };
    warms.push(warm);
    act({ type: 'warm', warm: warm.index, ids: own });
    const end = (): void => {
      if (warm.isOver) return;
      warm.isOver = true;
      act({ type: 'warm completed', warm: warm.index });
      visit('end');
    };
    const progress$ = cacheOf().warm(own.map((id) => key(id)));
    progress$.pipe(takeUntil(warm.stop$)).subscribe({
      next(progress: WarmProgress) {
        act({ type: 'progress', warm: warm.index, progress });
        visit('progress');
      },
      error(error: unknown) {
        if (!(error instanceof ClosedError))
          act({ type: 'fault', message: `warm ${warm.index} errors: ${String(error)}` });
        end();
      },
      complete: end,
    });
  };
  const stop = (user: User, type: 'unsubscribe' | 'stop warm'): void => {
    user.isOver = true;
    act(type === 'stop warm' ? { type, warm: user.index } : { type, reader: user.index });
    user.stop$.next();
  };

  return {
    completeAll: () => streams.filter(({ isOver }) => !isOver).forEach(complete),
    act(command) {
      const active = streams.filter(({ isOver }) => !isOver);
      const live = active.filter(({ sink, isSourceLive }) => sink && !sink.closed && isSourceLive);
      const chosen = live[command.pick % live.length];
      const reader = active[command.pick % active.length];
      const running = warms.filter(({ isOver }) => !isOver);
      const warm = running[command.pick % running.length];
      const gets = active.filter(({ isGet }) => isGet).length;
      switch (command.do) {
        case 'open':
          if (active.length - gets < MAX_STREAMS) openStream(command);
          return;
        case 'get': {
          if (gets >= MAX_GETS) return;
          const get = open(true, false);
          ask(get, command.id, (one) => subscribe(get, cacheOf().get(one)));
          return;
        }
        case 'push':
          if (chosen) push(chosen, command.id);
          return;
        case 'complete':
          if (chosen) complete(chosen);
          return;
        case 'break':
          if (chosen) breaks(chosen);
          return;
        case 'unsubscribe':
          if (reader) stop(reader, command.do);
          return;
        case 'warm':
          startWarm(command.ids);
          return;
        case 'stop warm':
          if (warm) stop(warm, command.do);
          return;
        default:
      }
    },
  };
}

function causeOf(error: unknown): Cause {
  if (error instanceof ClosedError) return 'closed';
  if (!(error instanceof LoadError)) return 'source';
  if (error instanceof EmptyLoadError) return 'empty';
  return error.cause instanceof Failure ? error.cause.load : 'unknown';
}
