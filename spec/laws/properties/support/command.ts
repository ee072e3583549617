import * as fc from 'fast-check';
import { KEYS } from './key.js';

/** Where a user's own code is called, which may ask the cache for something. */
export type Place =
  | 'event'
  | 'eviction'
  | 'state'
  | 'item'
  | 'end'
  | 'load'
  | 'teardown'
  | 'abort'
  | 'predict'
  | 'progress';

/** Where to do something: `id` is a key, `pick` chooses among what there is at that moment. */
export type Command =
  | {
      readonly do: 'open';
      readonly settled: boolean;
      readonly ids: readonly number[];
      readonly ends: boolean;
    }
  | { readonly do: 'push'; readonly pick: number; readonly id: number }
  | {
      readonly do: 'complete' | 'break' | 'unsubscribe' | 'cancel warm' | 'reject' | 'empty';
      readonly pick: number;
    }
  | { readonly do: 'get' | 'invalidate' | 'toggle has'; readonly id: number }
  | { readonly do: 'warm'; readonly ids: readonly number[] }
  | { readonly do: 'set'; readonly id: number; readonly bytes: number }
  | {
      readonly do: 'resolve';
      readonly pick: number;
      readonly bytes: number;
      readonly twice: boolean;
    }
  | { readonly do: 'switch'; readonly on: boolean }
  | { readonly do: 'switch ends'; readonly fails: boolean }
  | { readonly do: 'advance'; readonly ms: number }
  | { readonly do: 'clear' | 'close' }
  | { readonly do: 'inside'; readonly place: Place; readonly command: Command };

/** How often each kind of command comes. */
export type Mix = Partial<Record<Command['do'], number>>;

const USUAL: Required<Mix> = {
  open: 5,
  push: 22,
  complete: 1,
  break: 0.3,
  unsubscribe: 2,
  get: 6,
  warm: 2,
  'cancel warm': 1,
  set: 2,
  invalidate: 2,
  clear: 0.5,
  switch: 1,
  'switch ends': 0.2,
  advance: 4,
  resolve: 16,
  reject: 4,
  empty: 1,
  'toggle has': 1,
  close: 0.3,
  inside: 5,
};

const id = fc.nat(KEYS - 1);
const ids = fc.array(id, { maxLength: 4 });
const pick = fc.nat(5);
const bytes = fc.nat(5);

/** A script of at most so many commands. */
export function anyScript(maxLength: number, mix: Mix = {}): fc.Arbitrary<Command[]> {
  return fc.array(command(mix), { maxLength, size: 'max' });
}

function command(mix: Mix): fc.Arbitrary<Command> {
  const usual = { ...USUAL, ...mix };
  const plain = weighted(usual);
  const place = fc.constantFrom<Place[]>(
    'event',
    'event',
    'eviction',
    'state',
    'item',
    'end',
    'load',
    'teardown',
    'abort',
    'predict',
    'progress',
  );
  // Time stands still inside of a call.
  const inside = fc.record({
    do: fc.constant('inside' as const),
    place,
    command: weighted({ ...usual, advance: 0 }),
  });
  return fc
    .oneof(
      { weight: 100, arbitrary: plain },
      { weight: Math.round(usual.inside * 1.5), arbitrary: inside },
    )
    .map((value) => ({ ...value, [fc.toStringMethod]: () => describe(value) }));
}

function weighted(mix: Required<Mix>): fc.Arbitrary<Command> {
  const one = <D extends Command['do']>(...kinds: D[]) => ({ do: fc.constantFrom(...kinds) });
  const kinds: Record<Exclude<Command['do'], 'inside'>, fc.Arbitrary<Command>> = {
    open: fc.record({
      ...one('open'),
      settled: fc.boolean(),
      ids: fc.oneof(fc.constant([]), ids),
      ends: fc.boolean(),
    }),
    push: fc.record({ ...one('push'), pick, id }),
    complete: fc.record({ ...one('complete'), pick }),
    break: fc.record({ ...one('break'), pick }),
    unsubscribe: fc.record({ ...one('unsubscribe'), pick }),
    get: fc.record({ ...one('get'), id }),
    warm: fc.record({ ...one('warm'), ids }),
    'cancel warm': fc.record({ ...one('cancel warm'), pick }),
    set: fc.record({ ...one('set'), id, bytes }),
    invalidate: fc.record({ ...one('invalidate'), id }),
    clear: fc.record(one('clear')),
    switch: fc.record({ ...one('switch'), on: fc.boolean() }),
    'switch ends': fc.record({ ...one('switch ends'), fails: fc.boolean() }),
    advance: fc.record({ ...one('advance'), ms: fc.constantFrom(1, 3, 7, 25, 40_000) }),
    resolve: fc.record({ ...one('resolve'), pick, bytes, twice: fc.boolean() }),
    reject: fc.record({ ...one('reject'), pick }),
    empty: fc.record({ ...one('empty'), pick }),
    'toggle has': fc.record({ ...one('toggle has'), id }),
    close: fc.record(one('close')),
  };
  return fc.oneof(
    ...Object.entries(kinds).map(([kind, arbitrary]) => ({
      weight: Math.round(mix[kind as keyof Mix] * 10),
      arbitrary,
    })),
  );
}

/** A command as one reads it. */
export function describe(command: Command): string {
  switch (command.do) {
    case 'inside':
      return `inside the next ${command.place}: ${describe(command.command)}`;
    case 'open':
      return `open ${command.settled ? 'a settled' : 'a'} stream of [${command.ids.join(', ')}${command.ends ? ']' : ', …'}`;
    case 'clear':
    case 'close':
      return command.do;
    case 'switch':
      return `speculation ${command.on ? 'on' : 'off'}`;
    case 'switch ends':
      return `enabled$ ${command.fails ? 'errors' : 'completes'}`;
    case 'advance':
      return `${command.ms} ms pass`;
    default:
      return describeChoice(command);
  }
}

function describeChoice(command: Command): string {
  const { do: kind, ...choices } = command;
  const said = Object.entries(choices).map(([name, value]) =>
    name === 'pick' ? `#${String(value)}` : `${name} ${JSON.stringify(value)}`,
  );
  return `${kind} ${said.join(', ')}`;
}
