import { describe, expect, it } from '@jest/globals';
import { createCandidates } from '../../src/cache/nextCandidate.js';
import { NO_PLAN, type ReaderState } from '../../src/cache/readerState.js';
import { createTurnOrder } from '../../src/cache/turnOrder.js';
import { name, reader, type Pairs } from './readers.js';

/** Readers with plans of these pairs, in a cache where every key is absent and admitted. */
function setUp(...plans: readonly Pairs<string>[]) {
  const the = {
    admits: ((): boolean => true) as (likelihood: number) => boolean,
    room: 0,
    slots: Infinity,
    isPaced: true,
    now: 0,
    blocked: new Map<unknown, number>(),
    isProvided: ((): boolean => true) as (key: string) => boolean,
  };
  const turnOrder = createTurnOrder<string>();
  const candidates = createCandidates<string>({
    turnOrder,
    admits: (likelihood) => the.admits(likelihood),
    admission: () => the.room,
    isAbsent: (id) => (the.blocked.get(id) ?? -Infinity) < Infinity,
    blockedUntil: (id) => the.blocked.get(id) ?? -Infinity,
    isProvided: (key) => the.isProvided(key),
    hasSlot: () => the.slots > 0,
    isPaced: () => the.isPaced,
    now: () => the.now,
  });
  const plan = (state: ReaderState<string>, pairs: Pairs<string>): void => {
    name(state, pairs);
    state.plan = state.open = [...Array(pairs.length).keys()];
    state.considered = 0;
    candidates.planned(state);
  };
  const readers = plans.map((pairs, i) => {
    const state = reader<string>(i + 1);
    turnOrder.add(state);
    plan(state, pairs);
    return state;
  });
  /** Starts candidates, at most `count`, and returns their keys. */
  const start = (count = Infinity): string => {
    let started = '';
    for (let one; started.length < count && (one = candidates.next());) started += one.key;
    return started;
  };
  return { the, candidates, readers, plan, start };
}

describe('The next candidate', () => {
  it('is the likeliest open key of the reader whose turn it is', () => {
    const { start } = setUp([['a', 2], ['b', 1]], [['x', 9], ['y', 8], ['z', 7]]); // prettier-ignore
    expect([start(), start()]).toEqual(['axbyz', '']);
  });

  it('is one that control admits: a reader with others only is skipped', () => {
    const { the, start } = setUp([['a', 2]], [['x', 9]]); // prettier-ignore
    the.admits = (likelihood) => likelihood > 5;
    expect(start()).toBe('x');
    the.admits = () => true;
    expect(start()).toBe('a');
  });

  it('is at least as likely as the item that it could displace', () => {
    const { the, start } = setUp([['a', 3], ['b', 2], ['c', 1]]); // prettier-ignore
    the.room = 2;
    expect(start()).toBe('ab');
    the.room = 1;
    expect(start()).toBe('c');
  });

  it('does not exist without a free slot', () => {
    const { the, start } = setUp([['a', 1]]);
    the.slots = 0;
    expect(start()).toBe('');
    the.slots = 1;
    expect(start()).toBe('a');
  });

  it('is offered again if `has` of the provider took the slot', () => {
    const { the, start } = setUp([['a', 1]]);
    the.isProvided = () => {
      the.slots = 0;
      return true;
    };
    expect(start()).toBe('');
    the.slots = 1;
    the.isProvided = () => true;
    expect(start()).toBe('a');
  });

  it('is not a key that is resident, in flight or at rest, until that ends', () => {
    const { the, candidates, start } = setUp([['a', 3], ['b', 2], ['c', 1]]); // prettier-ignore
    the.blocked.set('a', Infinity);
    expect(start()).toBe('bc');
    candidates.unblocked('a');
    expect(start()).toBe('');
    the.blocked.delete('a');
    candidates.unblocked('a');
    expect([start(), start()]).toEqual(['a', '']);
  });

  it('may be a blocked key from the end of its block on', () => {
    const { the, start } = setUp([['a', 3], ['b', 2]]); // prettier-ignore
    the.blocked.set('a', 10);
    expect(start()).toBe('b');
    the.now = 9;
    expect(start()).toBe('');
    the.now = 10;
    expect(start()).toBe('a');
  });

  it('returns to its place, before less likely keys', () => {
    const { the, candidates, start } = setUp([['a', 3], ['b', 2], ['c', 1]]); // prettier-ignore
    the.blocked.set('a', Infinity);
    expect(start(1)).toBe('b');
    the.blocked.delete('a');
    candidates.unblocked('a');
    expect(start()).toBe('ac');
  });

  it('is not from an earlier plan', () => {
    const { the, candidates, readers, plan, start } = setUp([['a', 1]]);
    the.blocked.set('a', Infinity);
    expect(start()).toBe('');
    plan(readers[0] as ReaderState<string>, [['b', 1]]);
    the.blocked.delete('a');
    candidates.unblocked('a');
    expect(start()).toBe('b');
  });

  it('is not a key that the provider does not have, or for which `has` throws', () => {
    const { the, start } = setUp([['a', 3], ['b', 2], ['c', 1]]); // prettier-ignore
    the.isProvided = (key) => {
      if (key === 'a') throw new Error('no');
      return key !== 'b';
    };
    expect(start()).toBe('c');
  });

  it('is not from a reader that moved during `has`', () => {
    const { the, readers, start } = setUp([['a', 3]]);
    the.isProvided = () => {
      const [first] = readers as [ReaderState<string>];
      first.plan = first.open = NO_PLAN;
      return true;
    };
    expect(start()).toBe('');
  });

  it('is not from a reader that has not stayed at its key for `dwell`', () => {
    const { candidates, readers, start } = setUp([['a', 3]]);
    const [first] = readers as [ReaderState<string>];
    first.stay = { unsubscribe: () => undefined };
    candidates.changed(first);
    expect(start()).toBe('');
    first.stay = undefined;
    candidates.changed(first);
    expect(start()).toBe('a');
  });
});
