import { describe, expect, it } from '@jest/globals';
import { createEntry, type Entry } from '../../src/cache/entry.js';
import { createKeyMap } from '../../src/structures/keyMap.js';
import { createMoves } from '../../src/cache/move.js';
import { readPlan } from '../../src/cache/plan.js';
import type { Access, Predictor } from '../../src/types.js';
import { reader, type Pairs } from './readers.js';

interface Scene {
  readonly predictor?: Predictor<number>;
  readonly residents?: readonly number[];
  readonly isPlannable?: (key: number) => boolean;
  readonly lookahead?: number;
  readonly expires?: number;
}

/** A reader, and a function that moves it at the time 100. */
function setUp({
  predictor = () => [],
  residents = [],
  isPlannable = () => true,
  lookahead = 5,
  expires,
}: Scene) {
  const state = reader(7);
  const entries = createKeyMap<Entry<number, string>>();
  for (const key of residents)
    entries.set(key, Object.assign(createEntry(key, key, 'x'), { expires }));
  const errors: unknown[] = [];
  const log: string[] = [];
  const moves = createMoves<number, string>({
    predictor,
    beforeMove: () => log.push('control'),
    lookahead,
    keyOf: undefined,
    canExpire: expires !== undefined,
    entries,
    likelihoods: { changed: () => log.push('changed') },
    planned: (one) => log.push(`plan ${one.plan.length}`),
    isPlannable,
    isResident: (key) => entries.get(key) !== undefined,
    now: () => 100,
    emit: (event) => event.type === 'predictor-error' && errors.push([event.reader, event.error]),
  });
  const moveView = (number: number) => {
    const view = moves.predictView(state, number);
    return {
      enter: (key: number, id: number, outcome: Access<number>['outcome']) =>
        view.observe(moves.enter(state, key, id), outcome),
      end: () => view.end(),
    };
  };
  return {
    state,
    errors,
    log,
    move: (key: number, outcome: Access<number>['outcome'] = 'miss') =>
      moves.predict(state, moves.enter(state, key, key), outcome),
    /** Begins to move it to a view. */
    moveView,
    /** Moves it to the keys of a view. */
    moveToView: (number: number, ...keys: number[]) => {
      state.view = new Set(keys);
      const view = moveView(number);
      for (const key of keys) view.enter(key, key, 'miss');
      return view.end();
    },
    plan: () => readPlan(state).map(([key]) => key),
    predicted: () => state.prediction.keys.slice(0, state.prediction.size),
  };
}

describe('A move of a reader', () => {
  it('makes its key the current one and the last in the history', () => {
    const { state, move } = setUp({});
    for (const key of [1, 2, 3, 4]) expect(move(key)).toBe(true);
    expect([state.current, state.position, state.history.keys]).toEqual([4, 4, [2, 3, 4]]);
  });

  it('plans the likeliest keys that are not current, resident or unwanted', () => {
    const predictor = (key: number): Pairs<number> => [[key, 9], [key + 1, 1], [key + 2, 2], [key + 3, 3], [key + 4, 4], [key + 5, 5]]; // prettier-ignore
    const { move, plan } = setUp({
      predictor,
      residents: [15],
      isPlannable: (key) => key !== 13,
      lookahead: 2,
    });
    move(10);
    expect(plan()).toEqual([14, 12]);
  });

  it('plans expired residents', () => {
    const predictor = (): Pairs<number> => [[1, 1], [2, 1]]; // prettier-ignore
    const { move, plan } = setUp({ predictor, residents: [1], expires: 100 });
    move(10);
    expect(plan()).toEqual([1, 2]);
    const later = setUp({ predictor, residents: [1, 2], expires: 101 });
    later.move(10);
    expect(later.plan()).toEqual([]);
  });

  it('calls control first, then the predictor, and then replaces the plan', () => {
    const { log, move } = setUp({ predictor: () => (log.push('predict'), [[1, 1]]) });
    move(10);
    expect(log.filter((line) => line !== 'changed')).toEqual(['control', 'predict', 'plan 1']);
    expect(log.lastIndexOf('changed')).toBeGreaterThan(log.indexOf('predict'));
    log.splice(0);
    move(10);
    expect(log.filter((line) => line.startsWith('plan'))).toEqual(['plan 0', 'plan 1']);
  });

  it('lets the predictor observe it before it predicts', () => {
    const log: unknown[] = [];
    const { move } = setUp({
      predictor: {
        observe: (access) =>
          log.push([access.key, access.at, access.reader, access.outcome, access.isResident(5)]),
        predict: (current, history) => void log.push([current, ...history]),
      },
      residents: [5],
    });
    move(1, 'join');
    expect(log).toEqual([[1, 100, 7, 'join', true], [1, 1]]); // prettier-ignore
  });

  it('empties the prediction and the plan, and emits the error, when the predictor fails', () => {
    const failure = new Error('no idea');
    let fails = false;
    const predictor = (): Pairs<number> => {
      if (fails) throw failure;
      return [[1, 1]];
    };
    const { state, errors, move, plan } = setUp({ predictor });
    move(10);
    expect(plan()).toEqual([1]);
    fails = true;
    expect(move(11)).toBe(true);
    expect([plan(), state.prediction.size, errors, state.current]).toEqual([
      [],
      0,
      [[7, failure]],
      11,
    ]);
  });

  it('never installs a plan that is older than the position', () => {
    const results: boolean[] = [];
    const predictor = (key: number): Pairs<number> => {
      if (key === 1) results.push(scene.move(2));
      return [[10 * key, 1]];
    };
    const scene = setUp({ predictor });
    results.push(scene.move(1));
    expect([results, scene.state.current, scene.plan(), scene.predicted()]).toEqual([
      [true, false],
      2,
      [20],
      [20],
    ]);
  });

  it('keeps the prediction from before until the new one is complete', () => {
    const seen: unknown[] = [];
    const predict = (
      current: number,
      _history: readonly number[],
      add: (key: number, likelihood: number) => void,
    ): void => {
      add(current + 1, 1);
      seen.push(scene.predicted());
    };
    const scene = setUp({ predictor: { predict } });
    scene.move(10);
    scene.move(20);
    expect([seen, scene.predicted()]).toEqual([[[], [11]], [21]]);
  });

  it('keeps the newer plan when the older prediction then fails', () => {
    const predictor = (key: number): Pairs<number> => {
      if (key !== 1) return [[10 * key, 1]];
      scene.move(2);
      throw new Error('too late');
    };
    const scene = setUp({ predictor });
    expect(scene.move(1)).toBe(false);
    expect([scene.plan(), scene.predicted()]).toEqual([[20], [20]]);
  });

  it('keeps what the other keys of a view predict, if the predictor fails for one', () => {
    const { moveToView, plan, errors } = setUp({
      predictor: (key) => {
        if (key === 1) throw new Error('no idea');
        return [[key + 5, 1]];
      },
    });
    expect(moveToView(1, 1, 2)).toBe(true);
    expect([plan(), errors.length]).toEqual([[7], 1]);
  });

  it('installs nothing for a view that another move has left behind', () => {
    const { moveToView, move, plan, state } = setUp({
      predictor: (key) => {
        if (key === 2) move(50);
        return [[key + 1, 1]];
      },
    });
    expect(moveToView(1, 1, 2)).toBe(false);
    expect([plan(), state.current]).toEqual([[51], 50]);
  });
});

describe('A move of a reader to a view', () => {
  it('lets a predictor with `observe` observe each key, and asks it once, at the end', () => {
    const log: unknown[] = [];
    const scene = setUp({
      predictor: {
        observe: ({ key, view, outcome }) => log.push([key, view, outcome]),
        predict(current, history, add) {
          log.push(['predict', current, ...history]);
          add(9, 1);
        },
      },
    });
    const view = scene.moveView(4);
    for (const key of [1, 2, 3]) expect(view.enter(key, key, 'miss')).toBe(true);
    expect(log).toEqual([[1, 4, 'miss'], [2, 4, 'miss'], [3, 4, 'miss']]); // prettier-ignore
    expect(view.end()).toBe(true);
    expect(log.slice(3)).toEqual([['predict', 3, 1, 2, 3]]);
    expect(scene.plan()).toEqual([9]);
  });

  it('asks a predictor without `observe` for each key, and unites what it names', () => {
    const asked: number[][] = [];
    const scene = setUp({
      predictor: (current, history) => {
        asked.push([current, ...history]);
        return [[current + 10, 1], [99, current]]; // prettier-ignore
      },
      lookahead: 9,
    });
    const view = scene.moveView(1);
    for (const key of [1, 2, 3]) view.enter(key, key, 'miss');
    view.end();
    expect(asked).toEqual([[1, 1], [2, 1, 2], [3, 1, 2, 3]]); // prettier-ignore
    expect(scene.plan()).toEqual([99, 11, 12, 13]);
  });

  it('is one move for control', () => {
    const { log, moveView } = setUp({});
    const view = moveView(1);
    for (const key of [1, 2, 3]) view.enter(key, key, 'miss');
    view.end();
    expect(log.filter((line) => line === 'control').length).toBe(1);
  });

  it('takes the keys of the view for residents', () => {
    const seen: boolean[][] = [];
    const scene = setUp({
      predictor: {
        observe: (access) => seen.push([1, 2, 3, 4].map((key) => access.isResident(key))),
        predict: () => undefined,
      },
      residents: [3],
    });
    scene.state.view = new Set([1, 2]);
    scene.moveView(1).enter(1, 1, 'miss');
    scene.move(5);
    expect(seen).toEqual([[true, true, true, false], [false, false, true, false]]); // prettier-ignore
  });

  it('has an empty plan when the predictor fails at its end', () => {
    const failure = new Error('no idea');
    const scene = setUp({
      predictor: {
        observe: () => undefined,
        predict(_current, _history, add) {
          add(9, 1);
          throw failure;
        },
      },
    });
    const view = scene.moveView(1);
    view.enter(1, 1, 'miss');
    view.end();
    expect([scene.plan(), scene.errors]).toEqual([[], [[7, failure]]]);
  });

  it('installs nothing if the predictor moves the reader on', () => {
    let hasMoved = false;
    const scene = setUp({
      predictor: {
        observe: () => undefined,
        predict(current, _history, add) {
          add(current + 1, 1);
          if (hasMoved) return;
          hasMoved = true;
          scene.move(20);
        },
      },
    });
    const view = scene.moveView(1);
    view.enter(1, 1, 'miss');
    expect(view.end()).toBe(false);
    expect(scene.plan()).toEqual([21]);
  });
});
