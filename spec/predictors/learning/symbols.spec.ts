import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { createRecency } from '../../../src/predictors/learning/recency.js';
import { createSymbols } from '../../../src/predictors/learning/symbols.js';

describe('recency', () => {
  it('gives anew the place that was not touched for longest', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.array(fc.option(fc.nat(5))), (limit, steps) => {
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
      }),
    );
  });
});

describe('symbols', () => {
  it('are the same for the same value, as a Map sees it', () => {
    const symbols = createSymbols<unknown>(3);
    expect(symbols.of(NaN)).toBe(symbols.of(NaN));
    expect(symbols.of('a')).not.toBe(symbols.of('b'));
    expect(symbols.valueOf(symbols.of('a'))).toBe('a');
  });

  it('of what is forgotten are never those of something else', () => {
    const symbols = createSymbols<number>(2);
    const first = symbols.of(1);
    for (let i = 2; i < 6; i++) symbols.of(i);
    expect(symbols.find(1)).toBe(-1);
    expect(symbols.valueOf(first)).toBeUndefined();
    expect(symbols.size).toBe(4);
  });

  it('are the same after a round trip, also when places were given anew', () => {
    const symbols = createSymbols<string>(2);
    for (const value of 'abcabdefa') symbols.of(value);
    const other = createSymbols<string>(2);
    other.restore(symbols.toJSON());
    for (const value of 'abcdef') expect(other.find(value)).toBe(symbols.find(value));
    for (const value of 'adef') expect(other.valueOf(other.find(value))).toBe(value);
    expect(other.toJSON()).toEqual(symbols.toJSON());
  });

  it('of which some were taken over forget those last', () => {
    const symbols = createSymbols<string>(2);
    for (const value of 'abcd') symbols.of(value);
    const other = createSymbols<string>(2);
    other.restore(symbols.toJSON().filter(([, value]) => value === 'b' || value === 'd'));
    for (const value of 'xy') other.of(value);
    expect(['b', 'd', 'x', 'y'].map((value) => other.valueOf(other.find(value)))).toEqual(['b', 'd', 'x', 'y']);
    other.of('z');
    expect([other.find('b'), other.find('d') >= 0]).toEqual([-1, true]);
  });
});
