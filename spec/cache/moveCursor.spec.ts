import { describe, expect, it } from '@jest/globals';
import { createCursor } from '../../src/cache/cursor.js';
import { createEntry, type Entry } from '../../src/cache/entry.js';
import { createKeyMap } from '../../src/cache/keyMap.js';
import { createMoveCursor } from '../../src/cache/moveCursor.js';
import { readPlan } from '../../src/cache/readPlan.js';
import type { Access, Predictor } from '../../src/types.js';

interface Scene {
  readonly predictor?: Predictor<number>;
  readonly residents?: readonly number[];
  readonly isWanted?: (key: number) => boolean;
  readonly lookahead?: number;
  readonly expires?: number;
}

/** A cursor, and what moves it at the time 100. */
function setUp({ predictor = () => [], residents = [], isWanted = () => true, lookahead = 5, expires = Infinity }: Scene) {
  const cursor = createCursor<number>(7, { historySize: 3, keyOf: undefined });
  const entries = createKeyMap<Entry<number, string>>();
  for (const key of residents) entries.set(key, createEntry(key, key, 'x', 0, expires));
  const errors: unknown[] = [];
  const move = createMoveCursor<number, string>({
    predictor,
    lookahead,
    keyOf: undefined,
    ttl: expires,
    store: { entries },
    isWanted,
    isResident: (key) => entries.get(key) !== undefined,
    now: () => 100,
    say: (event) => event.type === 'predictor-error' && errors.push([event.cursor, event.error]),
  });
  return {
    cursor,
    errors,
    move: (key: number, outcome: Access<number>['outcome'] = 'miss') => move(cursor, key, key, outcome),
    plan: () => readPlan(cursor).map(([key]) => key),
  };
}

describe('A move of a cursor', () => {
  it('makes the key the current one and the last of the history', () => {
    const { cursor, move } = setUp({});
    for (const key of [1, 2, 3, 4]) move(key);
    expect([cursor.current, cursor.position, cursor.history.keys]).toEqual([4, 4, [2, 3, 4]]);
  });

  it('plans the likeliest keys that are neither current nor resident nor unwanted', () => {
    const predictor = (key: number): [number, number][] => [[key, 9], [key + 1, 1], [key + 2, 2], [key + 3, 3], [key + 4, 4], [key + 5, 5]]; // prettier-ignore
    const { move, plan } = setUp({ predictor, residents: [15], isWanted: (key) => key !== 13, lookahead: 2 });
    move(10);
    expect(plan()).toEqual([14, 12]);
  });

  it('asks whether a key is wanted only of those that would find a place', () => {
    const asked: number[] = [];
    const predictor = (): [number, number][] => [[1, 5], [2, 4], [3, 3], [4, 6]]; // prettier-ignore
    const isWanted = (key: number): boolean => asked.push(key) > 0;
    const { move } = setUp({ predictor, isWanted, lookahead: 2 });
    move(10);
    expect(asked).toEqual([4, 1]);
  });

  it('plans what is resident and has expired', () => {
    const { move, plan } = setUp({ predictor: () => [[1, 1], [2, 1]], residents: [1], expires: 100 }); // prettier-ignore
    move(10);
    expect(plan()).toEqual([1, 2]);
    const later = setUp({ predictor: () => [[1, 1]], residents: [1], expires: 101 });
    later.move(10);
    expect(later.plan()).toEqual([]);
  });

  it('lets the predictor observe it before it is asked', () => {
    const log: unknown[] = [];
    const { move } = setUp({
      predictor: {
        observe: (access) => log.push([access.key, access.at, access.cursor, access.outcome, access.isResident(5)]),
        predict: (current, history) => void log.push([current, ...history]),
      },
      residents: [5],
    });
    move(1, 'join');
    expect(log).toEqual([[1, 100, 7, 'join', true], [1, 1]]); // prettier-ignore
  });

  it('leaves the cursor with an empty table and plan, and tells why, when the predictor fails', () => {
    const failure = new Error('no idea');
    let fails = false;
    const predictor = (): [number, number][] => {
      if (fails) throw failure;
      return [[1, 1]];
    };
    const { cursor, errors, move, plan } = setUp({ predictor });
    move(10);
    expect(plan()).toEqual([1]);
    fails = true;
    move(11);
    expect([plan(), cursor.table.size, errors, cursor.current]).toEqual([[], 0, [[7, failure]], 11]);
  });

  it('never installs a plan that is older than its position', () => {
    const moves: (key: number) => void = (key) => scene.move(key);
    const predictor = (key: number): [number, number][] => {
      if (key === 1) moves(2);
      return [[10 * key, 1]];
    };
    const scene = setUp({ predictor });
    scene.move(1);
    expect([scene.cursor.current, scene.plan(), scene.cursor.table.likelihoodOf(20), scene.cursor.table.likelihoodOf(10)]).toEqual([
      2,
      [20],
      1,
      0,
    ]);
  });

  it('has the answer from before until the new one is complete', () => {
    const seen: number[] = [];
    const predict = (current: number, _history: readonly number[], add: (key: number, likelihood: number) => void): void => {
      add(current + 1, 1);
      const { table } = scene.cursor;
      seen.push(table.likelihoodOf(11), table.likelihoodOf(21));
    };
    const scene = setUp({ predictor: { predict } });
    scene.move(10);
    scene.move(20);
    expect([seen, scene.cursor.table.likelihoodOf(11), scene.cursor.table.likelihoodOf(21)]).toEqual([[0, 0, 1, 0], 0, 1]);
  });

  it('keeps the newer plan when the older prediction then fails', () => {
    const moves: (key: number) => void = (key) => scene.move(key);
    const predictor = (key: number): [number, number][] => {
      if (key !== 1) return [[10 * key, 1]];
      moves(2);
      throw new Error('too late');
    };
    const scene = setUp({ predictor });
    scene.move(1);
    expect([scene.plan(), scene.cursor.table.likelihoodOf(20)]).toEqual([[20], 1]);
  });
});
