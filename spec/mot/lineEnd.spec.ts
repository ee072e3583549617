import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lineEnd } from '../../src/mot/lineEnd.js';

describe('lineEnd', () => {
  it('finds what indexOf finds, from any byte on, in any bytes at any place in memory', () => {
    // Bytes that lack the bit which is looked at: a line feed, others, and with the highest bit set.
    const byte = fc.oneof(
      { weight: 8, arbitrary: fc.integer({ min: 0x20, max: 0x3f }) },
      fc.constantFrom(10, 13, 0, 0x0b, 0x41, 0x8a, 0xca, 0xff),
    );
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 100 }), fc.nat(7), fc.nat(110), (values, offset, from) => {
        const bytes = new Uint8Array([...Array<number>(offset).fill(10), ...values, 10, 10]).subarray(offset, offset + values.length);
        const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
        expect(lineEnd(bytes, view, from)).toBe(bytes.indexOf(10, from));
      }),
      { numRuns: 2000 },
    );
  });
});
