import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { createRecency } from '../../../src/learning/counts/recency.js';
import { createSymbols, type Symbols } from '../../../src/learning/counts/symbols.js';

/** All symbols with their values. */
function pairsOf<T>(symbols: Symbols<T>): [number, T][] {
  const { symbols: own, values } = symbols.copy();
  return own.map((symbol, i) => [symbol, values[i] as T]);
}

describe('createRecency', () => {
  it('reuses the least recently touched place', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.array(fc.option(fc.nat(5))),
        (limit, steps) => {
          const recency = createRecency(limit);
          // The oldest first.
          const model: number[] = [];
          for (const step of steps) {
            if (step === null) {
              const place = recency.take();
              expect(place).toBe(model.length < limit ? model.length : model.shift());
              model.push(place);
            } else if (model.includes(step)) {
              recency.touch(step);
              model.push(...model.splice(model.indexOf(step), 1));
            }
            expect(recency.oldestFirst()).toEqual(model);
          }
        },
      ),
    );
  });
});

describe('createSymbols', () => {
  it('gives values that a Map takes for the same key the same symbol', () => {
    const symbols = createSymbols<unknown>(3);
    expect(symbols.of(NaN)).toBe(symbols.of(NaN));
    expect(symbols.of('a')).not.toBe(symbols.of('b'));
    expect(symbols.valueOf(symbols.of('a'))).toBe('a');
  });

  it('never gives the symbol of a forgotten value to another value', () => {
    const symbols = createSymbols<number>(2);
    const first = symbols.of(1);
    for (let i = 2; i < 6; i++) symbols.of(i);
    expect(symbols.find(1)).toBe(-1);
    expect(symbols.valueOf(first)).toBeUndefined();
    expect(symbols.size).toBe(4);
  });

  it('restores the same symbols from its copy, also after places were reused', () => {
    const symbols = createSymbols<string>(2);
    for (const value of 'abcabdefa') symbols.of(value);
    const other = createSymbols<string>(2);
    other.restore(pairsOf(symbols));
    for (const value of 'abcdef') expect(other.find(value)).toBe(symbols.find(value));
    for (const value of 'adef') expect(other.valueOf(other.find(value))).toBe(value);
    expect(other.copy()).toEqual(symbols.copy());
  });

  it('forgets the oldest strings beyond 4,194,304 characters in all, and then remembers short ones again', () => {
    const symbols = createSymbols<string | undefined>(8);
    const long = (i: number): string => `${i}`.padStart(100_000, 'key ');
    const first = symbols.of(undefined);
    for (let i = 0; i < 50; i++) symbols.of(`short ${i}`);
    for (let i = 0; i < 100; i++) symbols.of(long(i));
    expect([symbols.size, symbols.copy().symbols.length]).toEqual([41, 41]);
    expect([symbols.find(long(58)), symbols.valueOf(symbols.find(long(59)))]).toEqual([
      -1,
      long(59),
    ]);
    expect([symbols.find(undefined), symbols.find('short 49'), symbols.valueOf(first)]).toEqual([
      -1,
      -1,
      undefined,
    ]);
    const all = Array.from({ length: 256 }, (_, i) => `again ${i}`);
    const again = all.map((value) => symbols.of(value));
    expect(again.map((symbol) => symbols.valueOf(symbol))).toEqual(all);
    expect(symbols.size).toBe(256);
  });

  it('remembers a single string that is longer than the limit', () => {
    const symbols = createSymbols<string>(2);
    const longest = 'x'.repeat(5_000_000);
    for (const value of ['a', longest]) symbols.of(value);
    expect([symbols.find('a'), symbols.valueOf(symbols.find(longest)), symbols.size]).toEqual([
      -1,
      longest,
      1,
    ]);
    symbols.of('b');
    expect([symbols.find(longest), symbols.size]).toEqual([-1, 1]);
  });

  it('keeps one of two restored symbols that have the same place or the same value', () => {
    const symbols = createSymbols<string>(2);
    symbols.restore([[1, 'x'.repeat(4_000_000)], [1, 'y'], [2, 'y'], [6, 'z']]); // prettier-ignore
    for (const value of 'abcdef') expect(symbols.valueOf(symbols.of(value))).toBe(value);
    expect([symbols.size, symbols.find('y'), symbols.find('z')]).toEqual([4, -1, -1]);
  });

  it('forgets restored values after the empty places are used', () => {
    const symbols = createSymbols<string>(2);
    for (const value of 'abcd') symbols.of(value);
    const other = createSymbols<string>(2);
    other.restore(pairsOf(symbols).filter(([, value]) => value === 'b' || value === 'd'));
    for (const value of 'xy') other.of(value);
    expect(['b', 'd', 'x', 'y'].map((value) => other.valueOf(other.find(value)))).toEqual([
      'b',
      'd',
      'x',
      'y',
    ]);
    other.of('z');
    expect([other.find('b'), other.find('d') >= 0]).toEqual([-1, true]);
  });
});
