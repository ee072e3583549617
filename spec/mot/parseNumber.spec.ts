import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseNumber } from '../../src/mot/parseNumber.js';

const parse = (text: string, before = '', after = '') => {
  const bytes = new TextEncoder().encode(before + text + after);
  return parseNumber(bytes, before.length, bytes.length - after.length);
};

describe('parseNumber', () => {
  it('reads every decimal number to the same bits as Number does', () => {
    const digits = fc.stringMatching(/^[0-9]{0,20}$/);
    const text = fc
      .record({
        sign: fc.constantFrom('', '-', '+'),
        whole: digits,
        part: fc.option(digits),
        exponent: fc.option(fc.integer({ min: -30, max: 30 })),
      })
      .filter(({ whole, part }) => whole !== '' || (part ?? '') !== '')
      .map(
        ({ sign, whole, part, exponent }) =>
          sign +
          whole +
          (part === null ? '' : `.${part}`) +
          (exponent === null ? '' : `e${exponent}`),
      );
    fc.assert(
      fc.property(text, (number) => expect(parse(number)).toBe(Number(number))),
      { numRuns: 2000 },
    );
  });

  it('reads the text of any double', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) =>
        expect(parse(String(value))).toBe(value === 0 ? Number(String(value)) : value),
      ),
    );
  });

  it('allows spaces around, and reads no byte beyond its limits', () => {
    expect(parse(' \t12.5\r', '9', '9')).toBe(12.5);
    expect(parse('7', '1', '3')).toBe(7);
  });

  it.each([
    '',
    ' ',
    '-',
    '+',
    '.',
    '-.',
    'e5',
    '1e',
    '1e+',
    '1.2.3',
    '--1',
    '1 2',
    'abc',
    '0x10',
    '1_000',
    'NaN',
    'Infinity',
    '-inf',
    '1e999',
    '٣',
    '1'.repeat(1025),
  ])('finds no number in %j', (text) => {
    expect(parse(text)).toBeNaN();
  });
});
