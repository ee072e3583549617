import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { ReaderState } from '../../src/cache/readerState.js';
import { createTurnOrder } from '../../src/cache/turnOrder.js';
import { reader } from './readers.js';

const any = (): boolean => true;

/** Readers in turn, each with a next key of this likelihood. */
function setUp(count: number, likelihood = 1) {
  const order = createTurnOrder<number>();
  const readers = Array.from({ length: count }, (_, i) => reader(i + 1));
  for (const one of readers) {
    order.add(one);
    order.update(one, likelihood);
  }
  return {
    order,
    readers,
    /** The readers that have the next turns. */
    turns: (times: number) =>
      Array.from({ length: times }, () => {
        const one = order.first(any);
        if (one) order.served(one);
        return one?.id;
      }),
  };
}

describe('The readers of a cache', () => {
  it('take turns', () => {
    expect(setUp(3).turns(7)).toEqual([1, 2, 3, 1, 2, 3, 1]);
    expect(setUp(1).turns(2)).toEqual([1, 1]);
    expect(setUp(0).turns(1)).toEqual([undefined]);
  });

  it('skip a reader that has nothing to start, which keeps its place', () => {
    const { order, readers, turns } = setUp(3);
    const [, second] = readers as [unknown, ReaderState<number>];
    order.update(second, 0);
    expect(turns(3)).toEqual([1, 3, 1]);
    order.update(second, 1);
    expect(turns(3)).toEqual([2, 3, 1]);
  });

  it('skip a reader whose next key is not likely enough', () => {
    const { order, readers } = setUp(3);
    readers.forEach((one, i) => order.update(one, i + 1));
    expect(
      [1, 2, 3, 4].map((least) => order.first((likelihood) => likelihood >= least)?.id),
    ).toEqual([1, 2, 3, undefined]);
  });

  it('keep the turn if none has anything to start', () => {
    const { order, readers, turns } = setUp(2);
    expect(turns(1)).toEqual([1]);
    expect(order.first(() => false)).toBeUndefined();
    for (const one of readers) order.update(one, 0);
    expect(turns(1)).toEqual([undefined]);
    for (const one of readers) order.update(one, 1);
    expect(turns(2)).toEqual([2, 1]);
  });

  it('keep the turn when one ends', () => {
    for (const [leaver, next] of [
      [0, 3],
      [1, 3],
      [2, 1],
    ] as const) {
      // prettier-ignore
      const { order, readers, turns } = setUp(3);
      turns(2);
      order.remove(readers[leaver] as ReaderState<number>);
      expect(turns(1)).toEqual([next]);
    }
  });

  it('have their turn after all others when they join', () => {
    const { order, turns } = setUp(2);
    turns(1);
    const third = reader(3);
    order.add(third);
    order.update(third, 1);
    expect(turns(4)).toEqual([2, 1, 3, 2]);
  });

  const someSteps = fc.array(
    fc.oneof(
      fc.constant('add' as const),
      fc.record({ remove: fc.nat() }),
      fc.record({ update: fc.nat(), likelihood: fc.nat(4) }),
      fc.record({ update: fc.nat(), likelihood: fc.nat(4) }),
      fc.record({ serve: fc.nat(4) }),
      fc.record({ serve: fc.nat(4) }),
    ),
    { maxLength: 150, size: 'max' },
  );

  it('take turns as in a plain list, for any sequence of joining, ending and serving', () => {
    fc.assert(
      fc.property(someSteps, (steps) => {
        const order = createTurnOrder<number>();
        const list: { readonly one: ReaderState<number>; likelihood: number }[] = [];
        let last = 0;
        for (const step of steps) {
          if (step === 'add') {
            const one = reader(++last);
            list.push({ one, likelihood: 0 });
            order.add(one);
          } else if ('remove' in step) {
            const [gone] = list.splice(step.remove % Math.max(list.length, 1), 1);
            if (gone) order.remove(gone.one);
          } else if ('update' in step) {
            const found = list[step.update % Math.max(list.length, 1)];
            if (!found) continue;
            found.likelihood = step.likelihood;
            order.update(found.one, step.likelihood);
          } else {
            const at = list.findIndex(
              ({ likelihood }) => likelihood > 0 && likelihood >= step.serve,
            );
            const first = order.first((likelihood) => likelihood >= step.serve);
            expect(first).toBe(list[at]?.one);
            if (!first) continue;
            order.served(first);
            list.push(...list.splice(at, 1));
          }
          for (const least of [1, 3])
            expect(order.first((likelihood) => likelihood >= least)?.id).toBe(
              list.find(({ likelihood }) => likelihood >= least)?.one.id,
            );
        }
      }),
    );
  });
});
