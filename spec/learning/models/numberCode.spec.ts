import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { createNumberReader } from '../../../src/learning/models/numberReader.js';
import { createNumberWriter } from '../../../src/learning/models/numberWriter.js';

const fail = (): never => {
  throw new RangeError('unfit');
};
const integer = fc.oneof(
  fc.nat(3),
  fc.nat(1000),
  fc.nat(),
  fc.maxSafeNat(),
  fc.constantFrom(0, 2 ** 30, 2 ** 31, 2 ** 32, 2 ** 51),
);

describe('The numbers of a saved model', () => {
  it('are read as they were written, in any columns and order', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(9), integer, fc.boolean())), (written) => {
        const writer = createNumberWriter();
        const all = written.map(([column, value, negative]) => {
          const small = Math.min(value, 2 ** 51);
          const signed = negative ? -small : small;
          writer.write(column, value % 2 ** 52);
          writer.writeSigned(10 + column, signed);
          return [column, value % 2 ** 52, signed] as const;
        });
        const text = writer.toString();
        expect(text).toMatch(/^[\w-]*$/);
        expect(text).toHaveLength(Math.ceil(writer.bits / 6));
        const reader = createNumberReader(text, fail);
        for (const [column, value, signed] of all) {
          expect(reader.read(column)).toBe(value);
          expect(reader.readSigned(10 + column) + 0).toBe(signed + 0);
        }
      }),
    );
  });

  it('take few bits where they are like those before', () => {
    const writer = createNumberWriter();
    for (let i = 0; i < 600; i++) writer.write(0, 1000 + (i % 20));
    expect(writer.toString().length).toBeLessThan((600 * 12) / 6);
    for (let i = 0; i < 600; i++) writer.write(1, 0);
    expect(writer.bits).toBeLessThan(600 * 12 + 600 + 1);
  });

  it('are refused beyond their text, and in other text, after as many steps as it has bits', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[\w-]*$/)),
        (text) => {
          const reader = createNumberReader(text, fail);
          let count = 0;
          expect(() => {
            for (;;) {
              expect(Number.isSafeInteger(reader.read(count % 3))).toBe(true);
              count++;
            }
          }).toThrow('unfit');
          expect(count).toBeLessThanOrEqual(6 * text.length);
        },
      ),
    );
  });

  it('are refused above a limit', () => {
    const writer = createNumberWriter();
    for (const value of [5, 6]) writer.write(0, value);
    const reader = createNumberReader(writer.toString(), fail);
    expect(reader.readUpTo(5, 0)).toBe(5);
    expect(() => reader.readUpTo(5, 0)).toThrow('unfit');
  });
});
