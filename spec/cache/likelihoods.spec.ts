import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { createLikelihoods } from '../../src/cache/likelihoods.js';
import type { ReaderState } from '../../src/cache/readerState.js';
import { moveTo, name, reader, type Pairs } from './readers.js';

/** The likelihoods of some readers, and the keys that fell since the last look. */
function setUp(count: number) {
  const fallen: [unknown, number][] = [];
  const likelihoods = createLikelihoods<number>((id, likelihood) => fallen.push([id, likelihood]));
  const readers = Array.from({ length: count }, (_, i) => reader(i));
  return {
    likelihoods,
    of: (id: unknown): number => likelihoods.of(id),
    protection: (id: unknown): number => likelihoods.protection(id),
    reader: (i: number): ReaderState<number> => readers[i] as ReaderState<number>,
    names(i: number, pairs: Pairs<number>) {
      name(this.reader(i), pairs);
      likelihoods.changed(this.reader(i));
    },
    isAt(i: number, key: number) {
      moveTo(this.reader(i), key);
      likelihoods.changed(this.reader(i));
    },
    takeFallen: () => fallen.splice(0),
  };
}

describe('The likelihood of a key', () => {
  it('is the largest of all predictions, and 0 for a key that no prediction names', () => {
    const the = setUp(2);
    the.names(0, [[5, 1], [6, 2]]); // prettier-ignore
    the.names(1, [[5, 3]]);
    expect([5, 6, 7].map(the.of)).toEqual([3, 2, 0]);
  });

  it('is the largest that one prediction names', () => {
    const the = setUp(1);
    the.names(0, [[5, 1], [5, 4], [5, 2]]); // prettier-ignore
    expect(the.likelihoods.of(5)).toBe(4);
  });

  it('ends with the reader that predicted it', () => {
    const the = setUp(2);
    the.names(0, [[5, 3]]);
    the.names(1, [[5, 1]]);
    the.likelihoods.refresh();
    the.likelihoods.remove(the.reader(0));
    expect([the.likelihoods.of(5), the.takeFallen()]).toEqual([1, [[5, 1]]]);
  });

  it('uses the identity of the key', () => {
    const likelihoods = createLikelihoods<{ id: number }>(() => undefined);
    const one = reader<{ id: number }>(1, ({ id }) => id);
    name(one, [[{ id: 1 }, 1], [{ id: 1 }, 3], [{ id: NaN }, 2]]); // prettier-ignore
    likelihoods.changed(one);
    expect([likelihoods.of(1), likelihoods.of(NaN), likelihoods.of({ id: 1 })]).toEqual([3, 2, 0]);
  });

  it('is indexed only when it is read', () => {
    const the = setUp(1);
    the.names(0, [[5, 3]]);
    expect([
      the.likelihoods.protection(5),
      the.likelihoods.of(5),
      the.likelihoods.protection(5),
    ]).toEqual([0, 3, 3]);
  });

  it('does not fall between two predictions of a reader that both name the key', () => {
    const the = setUp(1);
    for (const likelihood of [2, 3, 3]) the.names(0, [[5, likelihood]]);
    the.likelihoods.refresh();
    the.takeFallen();
    the.names(0, [[5, 4]]);
    the.likelihoods.refresh();
    expect(the.takeFallen().filter(([, likelihood]) => likelihood < 4)).toEqual([]);
  });
});

describe('The protection of a key', () => {
  it('is Infinity for the current key of a reader, also without a prediction', () => {
    const the = setUp(2);
    the.isAt(0, 5);
    the.isAt(1, 5);
    the.likelihoods.refresh();
    expect(the.likelihoods.protection(5)).toBe(Infinity);
    the.isAt(0, 6);
    the.likelihoods.refresh();
    expect([5, 6].map(the.protection)).toEqual([Infinity, Infinity]);
    the.takeFallen();
    the.likelihoods.remove(the.reader(1));
    expect([the.likelihoods.protection(5), the.takeFallen()]).toEqual([0, [[5, 0]]]);
  });

  it('does not cover undefined before a reader has moved', () => {
    const the = setUp(1);
    the.names(0, []);
    the.likelihoods.refresh();
    expect(the.likelihoods.protection(undefined)).toBe(0);
  });
});

const someKey = fc.nat(5);
const someReader = fc.nat(3);
const somePairs = fc.array(fc.tuple(someKey, fc.nat(4)), { maxLength: 6 });
const someSteps = fc.array(
  fc.oneof(
    fc.record({ reader: someReader, pairs: somePairs }),
    fc.record({ reader: someReader, key: someKey }),
    fc.record({ reader: someReader, pairs: somePairs, key: someKey }),
    fc.record({ ends: someReader }),
    fc.constant('refresh' as const),
  ),
  { maxLength: 40, size: 'max' },
);
const KEYS = [0, 1, 2, 3, 4, 5];

describe('The likelihoods of several readers', () => {
  it('are the largest of their predictions, protect exactly the current keys, and name each key that fell', () => {
    fc.assert(
      fc.property(someSteps, (steps) => {
        const the = setUp(4);
        const ended = new Set<number>();
        const naive = (key: number): number =>
          Math.max(0, ...[0, 1, 2, 3].flatMap((i) => the.reader(i).prediction.likelihoods.filter((_, row) => row < the.reader(i).prediction.size && the.reader(i).prediction.keys[row] === key))); // prettier-ignore
        const isCurrent = (key: number): boolean =>
          [0, 1, 2, 3].some((i) => the.reader(i).position > 0 && the.reader(i).current === key);
        let before = KEYS.map(() => 0);
        const check = (): void => {
          the.likelihoods.refresh();
          const after = KEYS.map((key) => (isCurrent(key) ? Infinity : naive(key)));
          expect(KEYS.map(the.of)).toEqual(KEYS.map(naive));
          expect(KEYS.map(the.protection)).toEqual(after);
          const lowest = new Map<unknown, number>();
          for (const [id, likelihood] of the.takeFallen())
            lowest.set(id, Math.min(likelihood, lowest.get(id) ?? Infinity));
          // What falls is named with a likelihood that it has not above; so is a key that a reader
          // has left.
          KEYS.forEach((key, i) => {
            if ((after[i] as number) < (before[i] as number))
              expect(lowest.get(key)).toBeLessThanOrEqual(after[i] as number);
          });
          before = after;
        };
        for (const step of steps) {
          if (step === 'refresh') check();
          else if ('ends' in step) {
            ended.add(step.ends);
            Object.assign(the.reader(step.ends), { position: 0 });
            the.reader(step.ends).prediction.size = 0;
            the.likelihoods.remove(the.reader(step.ends));
          } else if (!ended.has(step.reader)) {
            if ('pairs' in step) the.names(step.reader, step.pairs);
            if ('key' in step) the.isAt(step.reader, step.key);
          }
        }
        check();
        for (const i of [0, 1, 2, 3]) {
          Object.assign(the.reader(i), { position: 0 });
          the.reader(i).prediction.size = 0;
          the.likelihoods.remove(the.reader(i));
        }
        check();
      }),
    );
  });
});
