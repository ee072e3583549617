import { ClosedError, EmptyLoadError, LoadError, type Settled } from '../../../../src/index.js';
import { idOf, type Key } from './key.js';
import {
  hasComeIn,
  isPending,
  type Item,
  type Load,
  type Reader,
  type Request,
  type World,
} from './world.js';

/** Something is handed to a reader. */
export function take(world: World, reader: Reader, given: Item | Settled<Key, Item>): void {
  const handing = reader.pending.find(({ state }) => state === 'handing');
  if (handing)
    world.fail(5, `${reader.name} is handed something while it is being handed key ${handing.id}`);
  if (reader.end)
    return world.fail(
      reader.end === 'unsubscribed' ? 12 : 5,
      `${reader.name} is handed something after its end`,
    );
  if (world.closed)
    return world.fail(13, `${reader.name} is handed something after the cache closed`);
  if (!('status' in given)) takeItem(world, reader, given);
  else if (given.status === 'fulfilled') takeItem(world, reader, given.value);
  else takeFailure(world, reader, given.reason);
}

/** A stream or a get ends in an error. */
export function erred(world: World, reader: Reader, error: unknown): void {
  world.tell(`${reader.name} errors: ${String(error)}`);
  if (reader.end) return world.fail(5, `${reader.name} errors after its end`);
  reader.end = 'errored';
  if (error instanceof ClosedError) judgeClosed(world, reader);
  else if (error instanceof LoadError) judgeFailed(world, reader, error as LoadError<Key>);
  else if (reader.source !== 'broken') world.fail(8, `${reader.name} errors: ${String(error)}`);
  leave(world, reader);
}

/** A stream or a get completes. */
export function completed(world: World, reader: Reader): void {
  if (reader.end) return;
  world.tell(`${reader.name} completes`);
  reader.end = 'completed';
  const isDone = reader.isGet
    ? reader.handed > 0
    : world.closed || (reader.source === 'completed' && reader.pending.length === 0);
  if (!isDone) world.fail(world.closed ? 13 : 12, `${reader.name} completes, ${whatIsDue(reader)}`);
  leave(world, reader);
}

/**
 * A reader lets go of all that it asked for; an item that it is being handed stays in its hands
 * until that is over.
 */
export function giveUp(reader: Reader): void {
  if (!reader.isGet) reader.cursor.live = false;
  for (const request of reader.pending) if (request.state !== 'handing') request.state = 'given up';
  reader.pending = reader.pending.filter(isPending);
}

function leave(world: World, reader: Reader): void {
  giveUp(reader);
  world.visit('end', reader);
  letGo(reader);
}

/** Nothing is in the hands of a reader any more. */
function letGo(reader: Reader): void {
  for (const request of reader.pending) if (request.state === 'handing') request.state = 'handed';
  reader.pending = reader.pending.filter(isPending);
}

function takeItem(world: World, reader: Reader, item: Item): void {
  const { name } = reader;
  const request = requestOf(world, reader, item);
  world.tell(`${name} is handed ${item.id} (item ${item.n})`);
  if (!request)
    return world.fail(
      hasComeIn(item) ? 5 : 11,
      `${name} is handed item ${item.n} of key ${item.id}, ${whatIsDue(reader)}`,
    );
  if (request.held !== false) judgeServe(world, request);
  request.state = 'handing';
  request.item = item;
  reader.handed++;
  if (item.destroyed)
    world.fail(6, `${name} is handed item ${item.n} of key ${item.id} after it was evicted`);
  world.visit('item', reader);
  if (isLost(world, item))
    world.fail(6, `item ${item.n} of key ${item.id} is evicted while ${name} has it in its hands`);
  // A get has it in its hands until it has completed.
  if (!reader.isGet || reader.end) letGo(reader);
}

function isLost({ closed }: World, { destroyed }: Item): boolean {
  return destroyed && !closed;
}

/** The request that is due to get this; of several for its key the one whose wait was said. */
function requestOf({ clock, serves }: World, reader: Reader, item: Item): Request | undefined {
  const isOpen = ({ item: own, load, failure }: Request): boolean => !own && !load && !failure;
  const due = reader.order === 'concat' ? reader.pending.slice(0, 1) : reader.pending;
  const fitting = due.filter(
    (request) => request.id === item.id && (request.item === item || isOpen(request)),
  );
  const said = serves.find(({ cursor, id }) => cursor === reader.cursor.number && id === item.id);
  return fitting.find(({ askedAt }) => clock.now() - askedAt === said?.wait) ?? fitting[0];
}

function whatIsDue({ order, pending }: Reader): string {
  const due = pending.map(
    ({ id, item, load }) =>
      `${id} (${item ? `item ${item.n}` : load ? `of load ${load.n}` : 'nothing yet'})`,
  );
  return `and what is due in the order ${order} is: ${due.join(', ') || 'nothing'}`;
}

/** Law 15: events say it before. */
function judgeServe({ clock, serves, fail }: World, { reader, id, askedAt, held }: Request): void {
  const wait = clock.now() - askedAt;
  const place = serves.findIndex(
    (serve) => serve.cursor === reader.cursor.number && serve.id === id && serve.wait === wait,
  );
  if (place >= 0) serves.splice(place, 1);
  else if (held === undefined)
    fail(15, `${reader.name} is handed key ${id} before any event of it`);
  else
    fail(
      15,
      `${reader.name} is handed key ${id} without an event that says so and its wait of ${wait} ms`,
    );
}

function takeFailure(world: World, reader: Reader, reason: LoadError<Key>): void {
  const request = failureOf(reader, reason);
  world.tell(`${reader.name} is handed the failure of ${idOf(reason.key)}`);
  if (!request)
    return world.fail(
      lawOf(world, reader, reason),
      `${reader.name} is handed the failure of key ${idOf(reason.key)}, ${whatIsDue(reader)}`,
    );
  request.state = 'failed';
  reader.pending = reader.pending.filter(isPending);
}

/** The request that is due to fail so. */
function failureOf({ order, pending }: Reader, reason: LoadError<Key>): Request | undefined {
  const isOf = ({ id, cause, state }: Load): boolean =>
    id === idOf(reason.key) &&
    cause === reason.cause &&
    (state === 'empty') === reason instanceof EmptyLoadError;
  const due = order === 'concat' ? pending.slice(0, 1) : pending;
  return due.find(({ failure }) => failure !== undefined && isOf(failure));
}

function judgeFailed(world: World, reader: Reader, error: LoadError<Key>): void {
  // One that was failing when the cache closed may do so to the end.
  if (world.closed || (!reader.settled && failureOf(reader, error))) return;
  world.fail(
    lawOf(world, reader, error),
    `${reader.name} errors: ${error.message}, ${whatIsDue(reader)}`,
  );
}

/**
 * Which law a failure breaks that nobody is due to have so: of loads without a value, of
 * speculations, or of demands.
 */
function lawOf({ loads }: World, { pending }: Reader, { key, cause }: LoadError<Key>): number {
  const due = pending.find(({ id, failure }) => failure !== undefined && id === idOf(key))?.failure;
  const isAhead = loads.some(
    (load) =>
      load.reason === 'prefetch' &&
      load.id === idOf(key) &&
      load.cause === cause &&
      load.cause !== undefined,
  );
  return due?.state === 'empty' ? 11 : !due && isAhead ? 9 : 8;
}

function judgeClosed(world: World, { name, isGet, isLate, handed }: Reader): void {
  if (!world.closed) world.fail(13, `${name} errors with a ClosedError before the cache closed`);
  if (isGet && handed > 0)
    world.fail(13, `${name} errors with a ClosedError after it was handed its item`);
  if (!isGet && !isLate) world.fail(13, `${name} errors with a ClosedError instead of completing`);
}
