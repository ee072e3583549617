import { Observable, Subject, takeUntil } from 'rxjs';
import type { Settled } from '../../../../src/index.js';
import { ask } from './asking.js';
import { completed, erred, giveUp, take } from './handing.js';
import type { Key } from './key.js';
import { isDying } from './look.js';
import type { Cursor, Item, Reader, World } from './world.js';

/** Those who ask a cache for items. */
export interface Readers {
  /** A stream of these keys, and then of those that are pushed, unless it ends with them. */
  open(settled: boolean, ids: readonly number[], ends: boolean): void;
  push(reader: Reader, id: number): void;
  get(id: number): void;
  complete(reader: Reader): void;
  break(reader: Reader): void;
  unsubscribe(reader: Reader): void;
}

/** No readers yet. */
export function createReaders(world: World): Readers {
  const { cache } = world;
  let getCursor: Cursor | undefined;

  const push = (reader: Reader, id: number): void => {
    const { sink } = reader;
    if (!sink || sink.closed || reader.source !== 'live') return;
    // One that has left asks nothing; whether one that is about to fail asks is its own affair.
    if (hasLeft(world, reader)) sink.next(world.key(id));
    else if (!isDying(reader)) ask(world, reader, id, (key) => sink.next(key));
  };
  const release = (reader: Reader, letGo: () => void): void => {
    if (!reader.end) giveUp(reader);
    world.releasing++;
    letGo();
    world.releasing--;
  };

  return {
    push,
    open(settled, ids, ends) {
      const name = `stream ${world.readers.length}`;
      const reader = createReader(world, {
        name,
        isGet: false,
        settled,
        cursor: createCursor(world, `the cursor of ${name}`),
      });
      const key$ = new Observable<Key>((sink) => {
        reader.sink = sink;
        for (const id of ids) push(reader, id);
        if (ends && !sink.closed) complete(reader);
      });
      if (world.closed) reader.cursor.live = false;
      subscribe(
        world,
        reader,
        settled ? key$.pipe(cache.with({ errors: 'value' })) : key$.pipe(cache),
      );
    },
    get(id) {
      const cursor = (getCursor ??= createCursor(world, 'the cursor of all gets'));
      const reader = createReader(world, {
        name: `get ${world.readers.length}`,
        isGet: true,
        settled: false,
        cursor,
      });
      if (world.closed) subscribe(world, reader, cache.get(world.key(id)));
      else ask(world, reader, id, (key) => subscribe(world, reader, cache.get(key)));
    },
    complete,
    break(reader) {
      const { sink } = reader;
      if (!sink || reader.source !== 'live') return;
      reader.source = 'broken';
      release(reader, () => sink.error(new Error(`the source of ${reader.name} broke`)));
    },
    unsubscribe(reader) {
      if (reader.end) return;
      release(reader, () => {
        reader.end = 'unsubscribed';
        reader.stop$.next();
      });
    },
  };
}

function createReader(
  world: World,
  own: Pick<Reader, 'name' | 'isGet' | 'settled' | 'cursor'>,
): Reader {
  const reader: Reader = {
    ...own,
    order: own.isGet ? 'merge' : world.config.order,
    stop$: new Subject(),
    isLate: world.closed,
    pending: [],
    superseded: [],
    handed: 0,
    sink: undefined,
    source: 'live',
    end: undefined,
  };
  world.readers.push(reader);
  return reader;
}

function createCursor({ cursors }: World, name: string): Cursor {
  const cursor: Cursor = {
    name,
    number: undefined,
    live: true,
    position: 0,
    current: undefined,
    history: [],
    table: new Map(),
    started: new Map(),
    plansDue: [],
    errorsDue: 0,
    replaced: 0,
  };
  cursors.push(cursor);
  return cursor;
}

function subscribe(
  world: World,
  reader: Reader,
  item$: Observable<Item | Settled<Key, Item>>,
): void {
  item$.pipe(takeUntil(reader.stop$)).subscribe({
    next: (item) => take(world, reader, item),
    error: (error: unknown) => erred(world, reader, error),
    complete: () => completed(world, reader),
  });
}

function complete(reader: Reader): void {
  if (!reader.sink || reader.source !== 'live') return;
  reader.source = 'completed';
  reader.cursor.live = false;
  reader.sink.complete();
}

/**
 * Whether the cache knows a reader no more, though its source goes on: the cache closes, or the
 * stream is being torn down.
 */
function hasLeft(world: World, reader: Reader): boolean {
  const isThere = world.cache.snapshot().readers.some(({ id }) => id === reader.cursor.number);
  return reader.end !== undefined || world.closed || (isDying(reader) && !isThere);
}
